package org.ringfence.domain.callback;

import java.util.Set;
import org.ringfence.domain.Country;
import org.ringfence.domain.InvalidValue;

/**
 * How far strangers on the web may use a tenant's telephone.
 *
 * @param halted the kill switch: no widget takes a request and nothing that waits is dialled
 * @param countries called besides the tenant's own
 * @param perHour callbacks the tenant takes in any hour
 * @param widgetPerHour callbacks each of its widgets takes in any hour
 * @param dailyMinutes minutes of callbacks to visitors a day (UTC), after which no more are taken
 * @param dailyCents the same in hundredths of the currency the rates of callbacks are in
 */
public record CallbackPolicy(
    boolean halted,
    Set<Country> countries,
    int perHour,
    int widgetPerHour,
    int dailyMinutes,
    long dailyCents) {
  /** What holds until the tenant says otherwise. */
  public static final CallbackPolicy DEFAULT =
      new CallbackPolicy(false, Set.of(), 60, 60, 600, 5_000);

  public CallbackPolicy {
    countries = Set.copyOf(countries);
    require("The callbacks an hour", perHour, Limit.LARGEST);
    require("The callbacks an hour of one widget", widgetPerHour, Limit.LARGEST);
    require("The minutes a day", dailyMinutes, 100_000);
    if (dailyCents < 0 || dailyCents > 100_000_000) {
      throw new InvalidValue("The money a day is an amount from 0 to 1000000.");
    }
    if (countries.size() > 50) {
      throw new InvalidValue("At most 50 countries may be called besides your own.");
    }
  }

  /** Whether the day has nothing left for callbacks of widgets. */
  public boolean isUsedUp(CallbackSpend spend) {
    return spend.seconds() >= dailyMinutes * 60L || spend.cents() >= dailyCents;
  }

  private static void require(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new InvalidValue(what + " are a number from 1 to " + most + ".");
    }
  }
}
