package org.ringfence.web.outbound;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.Routing;
import org.ringfence.config.Routing.Answer;
import org.ringfence.domain.Country;
import org.ringfence.domain.number.NumberRanges;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.OutboundRoute;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.shell.Shell;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.trunk.Trunks;

/** Calls that go out: what may be called, by which routes, and what would become of a call. */
@Named("outboundPage")
@ViewScoped
public class OutboundPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject Outbound outbound;
  @Inject Extensions extensions;
  @Inject Trunks trunks;
  @Inject Shell shell;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private String caller = "";
  private String dialled = "";
  private List<String> sentences = new ArrayList<>();
  private String tone = "";

  /** A route as a row of the list. */
  public record Row(OutboundRoute route, String called, String trunks) {}

  public List<Row> getRows() {
    return outbound.routes(tenant.id()).stream()
        .map(
            route ->
                new Row(
                    route,
                    route.called().isEmpty()
                        ? pages.text("route.called.all")
                        : route.called().stream().map(this::word).collect(Collectors.joining(", ")),
                    route.ordered().stream().map(this::name).collect(Collectors.joining(", "))))
        .toList();
  }

  private String word(OutboundRoute.Called called) {
    if (called instanceof OutboundRoute.Called.OfClass wanted) {
      return pages.text("number.class." + wanted.numberClass().text());
    }
    return called instanceof OutboundRoute.Called.InCountry wanted
        ? country(wanted.country().code())
        : called.toString();
  }

  private String name(TrunkId id) {
    return trunks
        .find(tenant.id(), id)
        .map(found -> found.trunk().name().value())
        .orElseGet(() -> pages.text("route.trunk.gone"));
  }

  private String country(String code) {
    if (code.equals(NumberRanges.WORLD) || code.isEmpty()) {
      return pages.text("number.nowhere");
    }
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(shell.getLocale());
  }

  /** What may be called, in words. */
  public List<String> getAllowed() {
    CallingPolicy policy = outbound.policy(tenant.id());
    List<String> words = new ArrayList<>();
    policy.allowed().stream()
        .sorted()
        .forEach(each -> words.add(pages.text("policy.allowed." + each.text())));
    policy.countries().stream()
        .map(Country::code)
        .sorted()
        .forEach(code -> words.add(country(code)));
    return words;
  }

  public boolean isOwnPolicy() {
    return outbound.isOwn(tenant.id());
  }

  public List<Extension> getPeople() {
    return extensions.list(tenant.id());
  }

  /** Says what would become of the call. */
  public void rehearse() {
    sentences = new ArrayList<>();
    messages.attempt(() -> tell(outbound.rehearse(tenant.id(), caller, dialled, Optional.empty())));
  }

  private void tell(Answer answer) {
    if (answer instanceof Answer.Inside inside) {
      say("good", pages.text("rehearsal.inside", inside.name()));
    } else if (answer instanceof Answer.Emergency emergency) {
      say(
          emergency.trunks().isEmpty() ? "bad" : "good",
          emergency.trunks().isEmpty()
              ? pages.text("rehearsal.emergency.none")
              : pages.text("rehearsal.emergency", names(emergency.trunks())));
    } else if (answer instanceof Answer.Refused refused) {
      say("bad", pages.text("rehearsal.refused." + refused.why().text()));
      sentences.add(number(refused.digits(), refused.range()));
    } else if (answer instanceof Answer.Outside outside) {
      tellOutside(outside);
    } else {
      say("bad", pages.text("rehearsal.nobody"));
    }
  }

  private void tellOutside(Answer.Outside outside) {
    if (outside.trunks().isEmpty()) {
      say("bad", pages.text("rehearsal.no-trunk"));
    } else {
      say(
          "good",
          outside
              .route()
              .map(
                  route ->
                      pages.text("rehearsal.route", names(outside.trunks()), route.name().value()))
              .orElseGet(() -> pages.text("rehearsal.trunks", names(outside.trunks()))));
    }
    sentences.add(number(outside.digits(), outside.range()));
    for (Routing.Passed passed : outside.passed()) {
      sentences.add(
          pages.text(
              "rehearsal.passed." + passed.why().name().toLowerCase(Locale.ROOT),
              passed.route().name().value()));
    }
  }

  private String number(String digits, NumberRanges.NumberRange range) {
    return pages.text(
        "rehearsal.number",
        "+" + digits,
        pages.text("number.class." + range.numberClass().text()) + ", " + country(range.region()));
  }

  private static String names(List<Trunk> trunks) {
    return trunks.stream().map(trunk -> trunk.name().value()).collect(Collectors.joining(", "));
  }

  private void say(String newTone, String sentence) {
    tone = newTone;
    sentences.add(sentence);
  }

  public String getAnswer() {
    return sentences.isEmpty() ? "" : sentences.get(0);
  }

  /** Why it is so. */
  public List<String> getReasons() {
    return sentences.size() < 2 ? List.of() : sentences.subList(1, sentences.size());
  }

  public String getTone() {
    return tone;
  }

  public String getCaller() {
    return caller;
  }

  public void setCaller(@Nullable String caller) {
    this.caller = Objects.requireNonNullElse(caller, "");
  }

  public String getDialled() {
    return dialled;
  }

  public void setDialled(@Nullable String dialled) {
    this.dialled = Objects.requireNonNullElse(dialled, "");
  }
}
