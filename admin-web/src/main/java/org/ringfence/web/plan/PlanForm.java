package org.ringfence.web.plan;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.web.form.FieldReader;

/** What a plan is made of, as it is typed. */
public class PlanForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of(
          "name", DisplayName::new,
          "vcpus", PlanForm::readVcpus,
          "memoryMib", PlanForm::readMemory,
          "dataMib", PlanForm::readData,
          "calls", PlanForm::readCalls,
          "extensions", PlanForm::readExtensions);

  private String name = "";
  private String vcpus = "1";
  private String memoryMib = "256";
  private String dataMib = "1024";
  private String calls = "10";
  private String extensions = "20";

  static PlanForm of(Plan plan) {
    PlanForm form = new PlanForm();
    form.name = plan.name().value();
    form.vcpus = Integer.toString(plan.vcpus());
    form.memoryMib = Integer.toString(plan.memoryMib());
    form.dataMib = Integer.toString(plan.dataMib());
    form.calls = Integer.toString(plan.calls());
    form.extensions = Integer.toString(plan.extensions());
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  Plan toPlan(PlanId id) {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    var readVcpus = fields.required("vcpus", vcpus, PlanForm::readVcpus);
    var readMemory = fields.required("memoryMib", memoryMib, PlanForm::readMemory);
    var readData = fields.required("dataMib", dataMib, PlanForm::readData);
    var readCalls = fields.required("calls", calls, PlanForm::readCalls);
    var readExtensions = fields.required("extensions", extensions, PlanForm::readExtensions);
    fields.check();
    return new Plan(
        id,
        readName.get(),
        readVcpus.get(),
        readMemory.get(),
        readData.get(),
        readCalls.get(),
        readExtensions.get());
  }

  private static int readVcpus(String text) {
    return number(text, "number of processors", 1, Plan.MOST_VCPUS);
  }

  private static int readMemory(String text) {
    return number(text, "memory in MiB", Plan.LEAST_MEMORY_MIB, Plan.MOST_MEMORY_MIB);
  }

  private static int readData(String text) {
    return number(text, "disk in MiB", Plan.LEAST_DATA_MIB, Plan.MOST_DATA_MIB);
  }

  private static int readCalls(String text) {
    return number(text, "number of calls", 1, Plan.MOST_CALLS);
  }

  private static int readExtensions(String text) {
    return number(text, "number of extensions", 1, Plan.MOST_EXTENSIONS);
  }

  private static int number(String text, String what, int least, int most) {
    String digits = text.strip();
    if (!digits.matches("[0-9]{1,9}")) {
      throw new InvalidValue(
          "The " + what + " must be a number from " + least + " to " + most + ".");
    }
    int value = Integer.parseInt(digits);
    Plan.require(what, value, least, most);
    return value;
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  public String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = text(name);
  }

  public String getVcpus() {
    return vcpus;
  }

  public void setVcpus(@Nullable String vcpus) {
    this.vcpus = text(vcpus);
  }

  public String getMemoryMib() {
    return memoryMib;
  }

  public void setMemoryMib(@Nullable String memoryMib) {
    this.memoryMib = text(memoryMib);
  }

  public String getDataMib() {
    return dataMib;
  }

  public void setDataMib(@Nullable String dataMib) {
    this.dataMib = text(dataMib);
  }

  public String getCalls() {
    return calls;
  }

  public void setCalls(@Nullable String calls) {
    this.calls = text(calls);
  }

  public String getExtensions() {
    return extensions;
  }

  public void setExtensions(@Nullable String extensions) {
    this.extensions = text(extensions);
  }
}
