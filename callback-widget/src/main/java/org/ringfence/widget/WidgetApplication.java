package org.ringfence.widget;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The public API of the widgets: an application of its own, with these classes and no others. */
@ApplicationPath("/widget/v1")
public class WidgetApplication extends Application {
  static final Set<Class<?>> CLASSES =
      Set.of(
          WidgetsResource.class,
          CallbacksResource.class,
          ScriptResource.class,
          NumberFormatsResource.class,
          EdgeHeaders.class,
          Problems.class);

  /** Without the role the application is there and knows no path: an empty set would mean all. */
  @Override
  public Set<Class<?>> getClasses() {
    return WidgetRole.isOn() ? CLASSES : Set.of(EdgeHeaders.class, Problems.class);
  }

  /** No description of the API to whoever sends OPTIONS. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
