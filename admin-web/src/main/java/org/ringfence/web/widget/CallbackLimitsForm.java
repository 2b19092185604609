package org.ringfence.web.widget;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.Country;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackRates;
import org.ringfence.web.form.FieldReader;

/** How far strangers may use the tenant's telephone, as a person describes it. */
public class CallbackLimitsForm implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern MONEY = Pattern.compile("[0-9]{1,9}(?:[.,][0-9]{1,2})?");

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of(
          "countries",
          CallbackLimitsForm::countries,
          "perHour",
          text -> limits(text, "1", "1"),
          "widgetPerHour",
          text -> limits("1", text, "1"),
          "dailyMinutes",
          text -> limits("1", "1", text),
          "dailyMoney",
          CallbackLimitsForm::cents,
          "rates",
          CallbackRates::parse);

  private String countries = "";
  private String perHour = "";
  private String widgetPerHour = "";
  private String dailyMinutes = "";
  private String dailyMoney = "";
  private String rates = "";

  /** What holds now, for whoever changes only a part. */
  public static CallbackLimitsForm of(CallbackPolicy policy, CallbackRates rates) {
    CallbackLimitsForm form = new CallbackLimitsForm();
    form.countries =
        policy.countries().stream().map(Country::code).sorted().collect(Collectors.joining(" "));
    form.perHour = String.valueOf(policy.perHour());
    form.widgetPerHour = String.valueOf(policy.widgetPerHour());
    form.dailyMinutes = String.valueOf(policy.dailyMinutes());
    form.dailyMoney = CallbackRates.amount(policy.dailyCents() * (CallbackRates.UNIT / 100));
    form.rates = rates.text();
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @param stored what held before; the switch stays
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  CallbackPolicy toPolicy(CallbackPolicy stored) {
    FieldReader fields = new FieldReader();
    var readCountries = fields.required("countries", countries, CallbackLimitsForm::countries);
    var readPerHour = fields.required("perHour", perHour, text -> limits(text, "1", "1"));
    var readWidget =
        fields.required("widgetPerHour", widgetPerHour, text -> limits("1", text, "1"));
    var readMinutes = fields.required("dailyMinutes", dailyMinutes, text -> limits("1", "1", text));
    var readMoney = fields.required("dailyMoney", dailyMoney, CallbackLimitsForm::cents);
    fields.required("rates", rates, CallbackRates::parse);
    fields.check();
    return new CallbackPolicy(
        stored.halted(),
        readCountries.get(),
        readPerHour.get().perHour(),
        readWidget.get().widgetPerHour(),
        readMinutes.get().dailyMinutes(),
        readMoney.get());
  }

  /** What minutes cost; to be called when {@link #toPolicy} refused nothing. */
  CallbackRates toRates() {
    return CallbackRates.parse(rates);
  }

  private static long cents(String text) {
    String money = text.strip();
    if (!MONEY.matcher(money).matches()) {
      throw new InvalidValue(
          "Please write an amount with at most two digits behind a point, for example 50 or 12.50.");
    }
    long cents = new BigDecimal(money.replace(',', '.')).movePointRight(2).longValueExact();
    return new CallbackPolicy(false, Set.of(), 1, 1, 1, cents).dailyCents();
  }

  private static Set<Country> countries(String text) {
    Set<Country> read =
        Arrays.stream(text.split("[\\s,;]+", -1))
            .filter(part -> !part.isEmpty())
            .map(Country::new)
            .collect(Collectors.toUnmodifiableSet());
    return new CallbackPolicy(false, read, 1, 1, 1, 0).countries();
  }

  private static CallbackPolicy limits(String perHour, String widgetPerHour, String minutes) {
    return new CallbackPolicy(
        false, Set.of(), number(perHour), number(widgetPerHour), number(minutes), 0);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException notWhole) {
      throw new InvalidValue("Please enter a whole number, for example 60.");
    }
  }

  public String getCountries() {
    return countries;
  }

  public void setCountries(@Nullable String countries) {
    this.countries = Objects.requireNonNullElse(countries, "");
  }

  public String getPerHour() {
    return perHour;
  }

  public void setPerHour(@Nullable String perHour) {
    this.perHour = Objects.requireNonNullElse(perHour, "");
  }

  public String getWidgetPerHour() {
    return widgetPerHour;
  }

  public void setWidgetPerHour(@Nullable String widgetPerHour) {
    this.widgetPerHour = Objects.requireNonNullElse(widgetPerHour, "");
  }

  public String getDailyMinutes() {
    return dailyMinutes;
  }

  public void setDailyMinutes(@Nullable String dailyMinutes) {
    this.dailyMinutes = Objects.requireNonNullElse(dailyMinutes, "");
  }

  public String getDailyMoney() {
    return dailyMoney;
  }

  public void setDailyMoney(@Nullable String dailyMoney) {
    this.dailyMoney = Objects.requireNonNullElse(dailyMoney, "");
  }

  public String getRates() {
    return rates;
  }

  public void setRates(@Nullable String rates) {
    this.rates = Objects.requireNonNullElse(rates, "");
  }
}
