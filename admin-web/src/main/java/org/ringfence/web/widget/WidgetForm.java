package org.ringfence.web.widget;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.web.form.FieldReader;

/** A callback widget as a person describes it. */
public class WidgetForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of("name", DisplayName::new, "origins", WidgetForm::origins, "agent", WidgetForm::agent);

  private String name = "";
  private String origins = "";
  private String agent = "";
  private boolean enabled = true;

  static WidgetForm of(Widget widget) {
    WidgetForm form = new WidgetForm();
    form.name = widget.name().value();
    form.origins =
        widget.origins().stream().map(Origin::value).sorted().collect(Collectors.joining("\n"));
    form.agent = widget.agent().value();
    form.enabled = widget.enabled();
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @param stored the widget as it was; its key stays, because it stands in other people's pages
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  Widget toWidget(Optional<Widget> stored) {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    var readOrigins = fields.required("origins", origins, WidgetForm::origins);
    var readAgent = fields.required("agent", agent, WidgetForm::agent);
    fields.check();
    return new Widget(
        stored.map(Widget::id).orElseGet(WidgetId::random),
        stored.map(Widget::key).orElseGet(WidgetKey::random),
        readName.get(),
        readOrigins.get(),
        readAgent.get(),
        enabled);
  }

  private static Set<Origin> origins(String text) {
    Set<Origin> read =
        Arrays.stream(text.split("[\\s,;]+", -1))
            .filter(part -> !part.isEmpty())
            .map(Origin::new)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (read.isEmpty()) {
      throw new InvalidValue(
          "Please enter at least one website on which the widget may appear, for example https://www.example.com.");
    }
    return read;
  }

  private static ExtensionNumber agent(String text) {
    if (text.isBlank()) {
      throw new InvalidValue("Please choose the extension that rings when a visitor asks.");
    }
    return new ExtensionNumber(text);
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = Objects.requireNonNullElse(name, "");
  }

  public String getOrigins() {
    return origins;
  }

  public void setOrigins(@Nullable String origins) {
    this.origins = Objects.requireNonNullElse(origins, "");
  }

  public String getAgent() {
    return agent;
  }

  /** A menu submits its empty choice as null. */
  public void setAgent(@Nullable String agent) {
    this.agent = Objects.requireNonNullElse(agent, "");
  }

  public boolean isEnabled() {
    return enabled;
  }

  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
