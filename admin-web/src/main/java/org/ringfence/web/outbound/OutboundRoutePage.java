package org.ringfence.web.outbound;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.Source;
import org.ringfence.config.UnrenderableConfig;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Hours;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.handling.Handlings;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.revision.Configurations;
import org.ringfence.web.revision.GeneratedLines;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.trunk.Trunks;

/** One outbound route, new or stored. */
@Named("outboundRoutePage")
@ViewScoped
public class OutboundRoutePage implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final HandlingKind KIND = HandlingKind.OUTBOUND_ROUTE;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Outbound outbound;
  @Inject Handlings handlings;
  @Inject Extensions extensions;
  @Inject Trunks trunks;
  @Inject Configurations configurations;
  @Inject Pages pages;
  @Inject FormMessages messages;

  /** Empty for a new one. */
  private String id = "";

  private boolean found;
  private Map<String, String> values = new HashMap<>();
  private List<String> callers = new ArrayList<>();

  /** Trunk id to its place among those of the route; empty when it is none of them. */
  private final Map<String, String> places = new HashMap<>();

  private final Map<String, String> rates = new HashMap<>();

  @PostConstruct
  void open() {
    Optional<String> text = pages.id();
    List<OutboundRoute> routes = outbound.routes(tenant.id());
    if (text.isEmpty()) {
      values = new HashMap<>(KIND.defaults());
      int last = routes.stream().mapToInt(OutboundRoute::position).max().orElse(0);
      values.put("position", Integer.toString(last + 10));
      found = true;
      return;
    }
    routes.stream()
        .filter(each -> text.get().equals(each.id().toString()))
        .findFirst()
        .ifPresent(this::show);
  }

  private void show(OutboundRoute route) {
    found = true;
    id = route.id().toString();
    values = new HashMap<>(route.fields());
    callers = new ArrayList<>(route.callers().stream().map(Object::toString).toList());
    for (int i = 0; i < route.trunks().size(); i++) {
      OutboundRoute.Way way = route.trunks().get(i);
      places.put(way.trunk().toString(), Integer.toString(i + 1));
      rates.put(way.trunk().toString(), way.rate().signum() == 0 ? "" : way.rate().toPlainString());
    }
  }

  public void load() {
    if (!found) {
      pages.notFound();
    }
  }

  public boolean isFresh() {
    return id.isEmpty();
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<String> getCallers() {
    return callers;
  }

  public void setCallers(@Nullable List<String> callers) {
    this.callers = callers == null ? new ArrayList<>() : new ArrayList<>(callers);
  }

  public Map<String, String> getPlaces() {
    return places;
  }

  public Map<String, String> getRates() {
    return rates;
  }

  public List<Trunk> getTrunks() {
    return trunks.list(tenant.id()).stream().map(Trunks.Overview::trunk).toList();
  }

  public List<Extension> getPeople() {
    return extensions.list(tenant.id());
  }

  public List<Hours> getHours() {
    return handlings.list(tenant.id()).stream()
        .filter(Hours.class::isInstance)
        .map(Hours.class::cast)
        .toList();
  }

  public void save() {
    messages.attempt(
        () -> {
          values.put("callers", String.join("\n", callers));
          values.put("trunks", chosenTrunks());
          Optional<Handlings.Saved> saved =
              isFresh()
                  ? Optional.of(handlings.add(tenant.id(), KIND, values, user.getName()))
                  : handlings.change(tenant.id(), KIND, knownId(), values, user.getName());
          saved.ifPresentOrElse(
              stored ->
                  pages.goTo(getBack(), "saved.revision", Integer.toString(stored.revision())),
              pages::notFound);
        });
  }

  /** One line each, by place. */
  private String chosenTrunks() {
    return getTrunks().stream()
        .map(trunk -> trunk.id().toString())
        .filter(trunk -> !place(trunk).isEmpty())
        .sorted(Comparator.comparingInt(trunk -> number(place(trunk))))
        .map(
            trunk ->
                (trunk + " " + Objects.requireNonNullElse(rates.get(trunk), "").replace(',', '.'))
                    .strip())
        .collect(Collectors.joining("\n"));
  }

  private String place(String trunk) {
    return Objects.requireNonNullElse(places.get(trunk), "").strip();
  }

  private static int number(String place) {
    if (!place.matches("[0-9]{1,3}")) {
      throw new InvalidForm(
          Map.of("trunks", "The order of the trunks is a number each: 1, 2 and so on."));
    }
    return Integer.parseInt(place);
  }

  public void delete() {
    messages.attempt(
        () ->
            handlings
                .delete(tenant.id(), KIND, knownId(), user.getName())
                .ifPresentOrElse(
                    revision ->
                        pages.goTo(getBack(), "handling.deleted", Integer.toString(revision)),
                    pages::notFound));
  }

  private HandlingId knownId() {
    return HandlingId.parse(id);
  }

  public String getBack() {
    return tenant.getPath() + "/outbound";
  }

  public GeneratedLines getGenerated() {
    try {
      return GeneratedLines.of(
          configurations.current(tenant.id()).linesOf(Source.handling(knownId())));
    } catch (UnrenderableConfig cannot) {
      return GeneratedLines.none(InvalidForm.sentence(cannot));
    }
  }
}
