package org.ringfence.web.queue;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.callback.CallingHours;
import org.ringfence.domain.callback.DialingRules;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.web.form.FieldReader;

/** When and by which trunks callbacks are made, as a person describes it. */
public class DialingForm implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String ORDER = "order";
  private static final String FROM = "fromHour";
  private static final String TO = "toHour";
  private static final String EXPIRY = "expiryHours";

  /** The rule of each field, for checking it on its own. */
  public static final Map<String, Consumer<String>> RULES =
      Map.of(
          ORDER,
          DialingForm::order,
          FROM,
          text -> hour(text, 0, 23),
          TO,
          text -> hour(text, 1, 24),
          EXPIRY,
          DialingForm::expiry);

  private final HashMap<String, String> fields = new HashMap<>();

  /** What holds now, for whoever changes only a part. */
  public static DialingForm of(DialingRules rules) {
    DialingForm form = new DialingForm();
    form.fields.put(ORDER, word(rules.order()));
    form.fields.put(FROM, String.valueOf(rules.hours().from()));
    form.fields.put(TO, String.valueOf(rules.hours().to()));
    form.fields.put(EXPIRY, String.valueOf(rules.expiry().toHours()));
    return form;
  }

  /**
   * What the form says, once every field is good.
   *
   * @throws org.ringfence.web.form.InvalidForm when a field is refused
   */
  DialingRules toRules() {
    FieldReader reader = new FieldReader();
    var order = reader.required(ORDER, get(ORDER), DialingForm::order);
    var from = reader.required(FROM, get(FROM), text -> hour(text, 0, 23));
    var to =
        reader.required(
            TO,
            get(TO),
            text -> {
              int end = hour(text, 1, 24);
              if (isHour(get(FROM)) && Integer.parseInt(get(FROM).strip()) >= end) {
                throw new InvalidValue("Please choose an hour after the first one.");
              }
              return end;
            });
    var expiry = reader.required(EXPIRY, get(EXPIRY), DialingForm::expiry);
    reader.check();
    return new DialingRules(order.get(), new CallingHours(from.get(), to.get()), expiry.get());
  }

  /** What an order is called where it is typed. */
  public static String word(TrunkChoice.Order order) {
    return order.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static TrunkChoice.Order order(String text) {
    for (TrunkChoice.Order order : TrunkChoice.Order.values()) {
      if (word(order).equals(text.strip())) {
        return order;
      }
    }
    throw new InvalidValue("Please choose one of as-listed, cheapest, by-weight.");
  }

  private static boolean isHour(String text) {
    return text.strip().matches("[0-9]{1,2}");
  }

  private static int hour(String text, int least, int most) {
    if (isHour(text)) {
      int hour = Integer.parseInt(text.strip());
      if (hour >= least && hour <= most) {
        return hour;
      }
    }
    throw new InvalidValue("Please write an hour of the day, " + least + " to " + most + ".");
  }

  private static Duration expiry(String text) {
    if (text.strip().matches("[0-9]{1,3}")) {
      int hours = Integer.parseInt(text.strip());
      if (hours <= DialingRules.LONGEST_EXPIRY.toHours()) {
        return Duration.ofHours(hours);
      }
    }
    throw new InvalidValue(
        "Please write 1 to "
            + DialingRules.LONGEST_EXPIRY.toHours()
            + " hours, or 0 for as long as it takes.");
  }

  private String get(String field) {
    return fields.getOrDefault(field, "");
  }

  /** Field name to what is typed there. */
  public Map<String, String> getFields() {
    return fields;
  }
}
