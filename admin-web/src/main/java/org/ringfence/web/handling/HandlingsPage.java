package org.ringfence.web.handling;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Stream;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.InboundNumber;
import org.ringfence.web.shell.Lazy;
import org.ringfence.web.tenant.CurrentTenant;

/** All call handling of a tenant. */
@Named("handlingsPage")
@RequestScoped
public class HandlingsPage {
  @Inject CurrentTenant tenant;
  @Inject Handlings handlings;

  private final Lazy<List<Handling>> rows =
      new Lazy<>(
          () ->
              handlings.list(tenant.id()).stream()
                  .filter(each -> !each.kind().isOutgoing())
                  .toList());

  public List<Handling> getRows() {
    return rows.get();
  }

  public List<String> getKinds() {
    return Stream.of(HandlingKind.values())
        .filter(kind -> !kind.isOutgoing())
        .map(HandlingKind::text)
        .toList();
  }

  public String number(Handling handling) {
    return handling instanceof InboundNumber outside
        ? outside.did().value()
        : handling.number().map(ExtensionNumber::value).orElse("");
  }
}
