package org.ringfence.web.handling;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.Collator;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringfence.config.PublicHolidays;
import org.ringfence.domain.pbx.Destination;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.HolidayRegion;
import org.ringfence.web.extension.Extensions;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.sound.Sounds;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.widget.Widgets;

/**
 * What the fields of call handling offer: a tenant's people, sounds and objects, and the world's.
 */
@Named("handlingChoices")
@RequestScoped
public class HandlingChoices {
  @Inject CurrentTenant tenant;
  @Inject Handlings handlings;
  @Inject Extensions extensions;
  @Inject Sounds sounds;
  @Inject Widgets widgets;
  @Inject Pages pages;

  /** A choice; {@code label} is for people. */
  public record Choice(String value, String label) {}

  public List<Choice> getPeople() {
    return extensions.list(tenant.id()).stream()
        .map(each -> new Choice(each.id().toString(), label(each)))
        .toList();
  }

  public List<Choice> getSounds() {
    return sounds.list(tenant.id()).stream()
        .map(each -> new Choice(each.id().toString(), each.name().value()))
        .toList();
  }

  /** The widgets whose callbacks can be meant. */
  public List<Choice> getWidgets() {
    return widgets.list(tenant.id()).stream()
        .map(each -> new Choice(each.id().toString(), each.name().value()))
        .toList();
  }

  /** The tenant's own music, by the text form that refers to it. */
  public List<Choice> getMusics() {
    return handlings.list(tenant.id()).stream()
        .filter(each -> each.kind() == HandlingKind.MUSIC)
        .map(each -> new Choice(each.destination().toString(), each.name().value()))
        .toList();
  }

  /** Everything a call can be led to but the object of this id. */
  public List<Choice> destinationsBut(String id) {
    List<Choice> choices = new ArrayList<>();
    Stream.of(Destination.Ending.values())
        .forEach(
            ending ->
                choices.add(
                    new Choice(
                        Destination.end(ending).toString(),
                        pages.text("destination.end." + ending.name()))));
    List<Extension> people = extensions.list(tenant.id());
    people.forEach(
        each -> choices.add(new Choice(Destination.extension(each.id()).toString(), label(each))));
    people.stream()
        .filter(Extension::hasMailbox)
        .forEach(
            each ->
                choices.add(
                    new Choice(
                        new Destination.ToVoicemail(each.id()).toString(),
                        pages.text("destination.voicemail", label(each)))));
    handlings.list(tenant.id()).stream()
        .filter(each -> !each.id().toString().equals(id) && each.kind().isDestination())
        .forEach(
            each ->
                choices.add(
                    new Choice(
                        each.destination().toString(),
                        pages.text("handling.kind." + each.kind().text()) + " " + each.name())));
    return choices;
  }

  /** Whose calls can be recorded. */
  public List<Choice> recordableBut(String id) {
    return destinationsBut(id).stream().filter(each -> !each.value().startsWith("end:")).toList();
  }

  static String label(Extension extension) {
    return extension.number() + " " + extension.name();
  }

  /** As people know them, a continent or ocean and a place, and the one that was chosen. */
  public List<String> zonesAnd(@Nullable String chosen) {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(
            zone ->
                zone.matches("(A|Eu|In|P)[a-z]+/.+") || zone.equals("UTC") || zone.equals(chosen))
        .sorted()
        .toList();
  }

  /** The tenant's country and its parts come first, and the country that was chosen. */
  public List<Choice> regionsAnd(@Nullable String chosen) {
    Locale locale = FacesContext.getCurrentInstance().getViewRoot().getLocale();
    Set<String> near = new LinkedHashSet<>();
    near.add(tenant.get().country().code());
    if (chosen != null && chosen.length() >= 2) {
      near.add(chosen.substring(0, 2));
    }
    List<Choice> choices = new ArrayList<>();
    List<HolidayRegion> countries = PublicHolidays.countries();
    for (String code : near) {
      countries.stream()
          .filter(country -> country.code().equals(code))
          .forEach(
              country -> {
                choices.add(country(country, locale));
                PublicHolidays.regions(code)
                    .forEach(
                        (region, name) ->
                            choices.add(
                                new Choice(
                                    region.code(),
                                    country(country, locale).label() + ": " + name)));
              });
    }
    countries.stream()
        .filter(country -> !near.contains(country.code()))
        .map(country -> country(country, locale))
        .sorted(Comparator.comparing(Choice::label, Collator.getInstance(locale)))
        .forEach(choices::add);
    return choices;
  }

  private static Choice country(HolidayRegion country, Locale locale) {
    return new Choice(country.code(), new Locale("", country.code()).getDisplayCountry(locale));
  }
}
