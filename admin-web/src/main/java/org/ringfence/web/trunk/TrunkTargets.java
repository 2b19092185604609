package org.ringfence.web.trunk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.model.SelectItem;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.web.extension.Directory;
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

  private final Lazy<List<SelectItem>> targets = new Lazy<>(this::read);

  /** Options of a menu, ready made: a thousand of them are asked for nothing one by one. */
  public List<SelectItem> list() {
    return targets.get();
  }

  private List<SelectItem> read() {
    List<SelectItem> all = new ArrayList<>();
    directory
        .all(tenant.id())
        .forEach(
            each ->
                all.add(new SelectItem(each.number().value(), each.number() + " " + each.name())));
    for (Handling each : handlings.list(tenant.id())) {
      each.number()
          .ifPresent(
              number ->
                  all.add(
                      new SelectItem(
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
