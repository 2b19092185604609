package org.ringfence.web.extension;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.InvalidFields;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.web.form.FieldReader;
import org.ringfence.web.form.InvalidForm;

/** An extension as a person describes it. */
public class ExtensionForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of("number", ExtensionNumber::new, "name", DisplayName::new);

  private String number = "";
  private String name = "";
  private String password = "";

  /** A new PIN of the mailbox; empty keeps it, or has one generated. */
  private String pin = "";

  private Map<String, String> settings = new HashMap<>(ExtensionSettings.DEFAULT.texts());

  /** What a good form says. */
  record Described(ExtensionNumber number, DisplayName name) {}

  public static ExtensionForm of(Extension extension) {
    ExtensionForm form = new ExtensionForm();
    form.number = extension.number().value();
    form.name = extension.name().value();
    form.settings = new HashMap<>(extension.settings().texts());
    return form;
  }

  /** How to reach a person, once every field is good. */
  ExtensionSettings describeSettings(Optional<VoicemailPin> stored, long version) {
    FieldReader fields = new FieldReader();
    var readPin = fields.optional("pin", pin, VoicemailPin::new);
    fields.check();
    boolean wanted = "true".equals(settings.get("voicemail"));
    Optional<VoicemailPin> kept = readPin.get().or(() -> stored);
    try {
      return ExtensionSettings.of(
          settings, wanted ? kept.or(() -> Optional.of(VoicemailPin.random())) : kept, version);
    } catch (InvalidFields refused) {
      throw new InvalidForm(refused.sentences());
    }
  }

  /**
   * What the form says, once every field is good.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  Described describe() {
    FieldReader fields = new FieldReader();
    var readNumber = fields.required("number", number, ExtensionNumber::new);
    var readName = fields.required("name", name, DisplayName::new);
    fields.check();
    return new Described(readNumber.get(), readName.get());
  }

  DisplayName describeName() {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    fields.check();
    return readName.get();
  }

  /** The phone's password; empty to have one generated. */
  Optional<Secret> password() {
    FieldReader fields = new FieldReader();
    var read = fields.optional("password", password, Secret::new);
    fields.check();
    return read.get();
  }

  public String getNumber() {
    return number;
  }

  public void setNumber(@Nullable String number) {
    this.number = Objects.requireNonNullElse(number, "");
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = Objects.requireNonNullElse(name, "");
  }

  /** Text forms by name; a form changes them. */
  public Map<String, String> getSettings() {
    return settings;
  }

  /** Always empty: a PIN is not shown again. */
  public String getPin() {
    return "";
  }

  public void setPin(@Nullable String pin) {
    this.pin = Objects.requireNonNullElse(pin, "");
  }

  /** Only the API sets one; the pages have it generated. */
  public void setPassword(@Nullable String password) {
    this.password = Objects.requireNonNullElse(password, "");
  }
}
