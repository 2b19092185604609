package org.ringfence.web.extension;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.web.form.FieldReader;

/** An extension as a person describes it. */
public class ExtensionForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of("number", ExtensionNumber::new, "name", DisplayName::new);

  private String number = "";
  private String name = "";
  private String password = "";

  /** What a good form says. */
  record Described(ExtensionNumber number, DisplayName name) {}

  static ExtensionForm of(Extension extension) {
    ExtensionForm form = new ExtensionForm();
    form.number = extension.number().value();
    form.name = extension.name().value();
    return form;
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

  /** Only the API sets one; the pages have it generated. */
  public void setPassword(@Nullable String password) {
    this.password = Objects.requireNonNullElse(password, "");
  }
}
