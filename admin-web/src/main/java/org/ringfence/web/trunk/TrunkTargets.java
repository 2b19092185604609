package org.ringfence.web.trunk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.web.extension.Directory;
import org.ringfence.web.form.Menu;
import org.ringfence.web.handling.Handlings;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** What a trunk's calls can come to; read once per request, however often the form asks. */
@RequestScoped
public class TrunkTargets {
  @Inject CurrentTenant tenant;
  @Inject Directory directory;
  @Inject Handlings handlings;
  @Inject Pages pages;

  private final Lazy<List<Menu.Option>> targets = new Lazy<>(this::read);

  public List<Menu.Option> list() {
    return targets.get();
  }

  private List<Menu.Option> read() {
    List<Menu.Option> all = new ArrayList<>();
    directory
        .all(tenant.id())
        .forEach(
            each ->
                all.add(new Menu.Option(each.number().value(), each.number() + " " + each.name())));
    for (Handling each : handlings.list(tenant.id())) {
      each.number()
          .ifPresent(
              number ->
                  all.add(
                      new Menu.Option(
                          number.value(),
                          number
                              + " "
                              + pages.text("handling.kind." + each.kind().text())
                              + " "
                              + each.name())));
    }
    return all;
  }
}
