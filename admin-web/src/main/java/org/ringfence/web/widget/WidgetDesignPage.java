package org.ringfence.web.widget;

import jakarta.annotation.PostConstruct;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.pbx.InvalidFields;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.shell.Pages;
import org.ringfence.web.tenant.CurrentTenant;

/** The designer of a widget. The preview beside it is the element itself, fed by the page. */
@Named("widgetDesignPage")
@ViewScoped
public class WidgetDesignPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Consumer<String>> RULES =
      WidgetDesign.FIELDS.stream()
          .collect(Collectors.toUnmodifiableMap(field -> field, WidgetDesignPage::rule));

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject Widgets widgets;
  @Inject WidgetDesigns designs;
  @Inject Pages pages;
  @Inject FormMessages messages;

  private String id = "";
  private String name = "";

  /** By field; a dot in a field's name is an underscore in a component's id. */
  private final HashMap<String, String> values = new HashMap<>();

  @PostConstruct
  void open() {
    pages
        .id()
        .flatMap(WidgetPage::parse)
        .flatMap(known -> widgets.find(tenant.id(), known))
        .ifPresent(
            widget -> {
              id = widget.id().toString();
              name = widget.name().value();
              designs
                  .find(tenant.id(), widget.id())
                  .ifPresent(
                      design ->
                          design.written().forEach((field, value) -> values.put(id(field), value)));
            });
  }

  private static String id(String field) {
    return field.replace('.', '_');
  }

  private static Consumer<String> rule(String field) {
    return text -> {
      try {
        WidgetDesign.read(Map.of(field, text));
      } catch (InvalidFields refused) {
        throw new InvalidValue(
            Objects.requireNonNullElse(refused.sentences().get(field), "This is not possible."));
      }
    };
  }

  public void load() {
    if (id.isEmpty()) {
      pages.notFound();
    }
  }

  public String getName() {
    return name;
  }

  public String getBack() {
    return tenant.getPath() + "/widgets/" + id;
  }

  public Map<String, String> getValues() {
    return values;
  }

  public List<String> getLanguages() {
    return WidgetDesign.LANGUAGES;
  }

  public List<String> getTexts() {
    return WidgetDesign.TEXTS;
  }

  public List<String> getZones() {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(zone -> zone.matches("UTC|[A-Z][A-Za-z]+(/[A-Za-z_-]+){1,2}"))
        .filter(zone -> !zone.startsWith("Etc/") && !zone.startsWith("SystemV/"))
        .sorted()
        .toList();
  }

  public void validate(FacesContext faces, UIComponent component, Object value) {
    FormMessages.validate(component, value, RULES);
  }

  public void save() {
    messages.attempt(
        () -> {
          try {
            Map<String, String> fields = new HashMap<>();
            values.forEach(
                (field, value) ->
                    fields.put(field.replace('_', '.'), Objects.requireNonNullElse(value, "")));
            if (WidgetPage.parse(id)
                .flatMap(known -> designs.save(tenant.id(), known, fields, user.getName()))
                .isPresent()) {
              pages.goTo(getBack(), "saved");
            } else {
              pages.notFound();
            }
          } catch (InvalidForm refused) {
            Map<String, String> byComponent = new LinkedHashMap<>();
            refused.sentences().forEach((field, sentence) -> byComponent.put(id(field), sentence));
            throw new InvalidForm(byComponent);
          }
        });
  }
}
