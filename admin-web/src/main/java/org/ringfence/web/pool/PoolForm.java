package org.ringfence.web.pool;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.web.form.FieldReader;
import org.ringfence.web.form.InvalidForm;

/** What is to wait, as it is typed. */
public class PoolForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES = Map.of("size", PoolForm::readSize);

  private String size = "0";
  private String plan = "";

  static PoolForm of(PoolSize wanted) {
    PoolForm form = new PoolForm();
    form.size = Integer.toString(wanted.machines());
    form.plan = wanted.plan().map(PlanId::toString).orElse("");
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @throws InvalidForm when a field is refused
   */
  PoolSize toSize() {
    FieldReader fields = new FieldReader();
    var readSize = fields.required("size", size, PoolForm::readSize);
    fields.check();
    try {
      return new PoolSize(
          readSize.get(),
          Optional.of(plan.strip()).filter(text -> !text.isEmpty()).map(PlanId::parse));
    } catch (InvalidValue notAnId) {
      throw new InvalidForm("plan", notAnId);
    }
  }

  private static int readSize(String text) {
    String digits = text.strip();
    // What is too long is too large, whatever it is.
    int number = digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : PoolSize.MOST + 1;
    return new PoolSize(number, Optional.empty()).machines();
  }

  public String getSize() {
    return size;
  }

  public void setSize(@Nullable String size) {
    this.size = Objects.requireNonNullElse(size, "");
  }

  public String getPlan() {
    return plan;
  }

  public void setPlan(@Nullable String plan) {
    this.plan = Objects.requireNonNullElse(plan, "");
  }
}
