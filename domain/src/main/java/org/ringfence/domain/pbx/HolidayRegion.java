package org.ringfence.domain.pbx;

import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;

/**
 * Whose public holidays: a country's (ISO 3166-1), {@code DE}, or those of a part of it, {@code
 * DE-BE}.
 */
public record HolidayRegion(String code) {
  private static final Pattern CODE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,8}){0,2}");

  public HolidayRegion {
    if (!CODE.matcher(code).matches()) {
      throw new InvalidValue("Please choose one of the countries and regions on offer.");
    }
  }

  /** The country's code. */
  public String country() {
    return code.substring(0, 2);
  }

  @Override
  public String toString() {
    return code;
  }
}
