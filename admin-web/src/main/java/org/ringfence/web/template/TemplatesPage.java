package org.ringfence.web.template;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ringfence.web.shell.Lazy;

/** All template versions, for the hosting admin. */
@Named("templatesPage")
@RequestScoped
public class TemplatesPage {
  @Inject Templates templates;

  private final Lazy<List<Templates.Overview>> rows = new Lazy<>(() -> templates.overviews());

  public List<Templates.Overview> getRows() {
    return rows.get();
  }
}
