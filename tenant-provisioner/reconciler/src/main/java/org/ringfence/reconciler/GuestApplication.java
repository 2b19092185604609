package org.ringfence.reconciler;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The guests' own application: nothing else is found under its path, and it nowhere else. */
@ApplicationPath("/guest/v1")
public class GuestApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        GuestResource.class,
        GuestPeopleResource.class,
        GuestRecordsResource.class,
        GuestExaminationsResource.class);
  }
}
