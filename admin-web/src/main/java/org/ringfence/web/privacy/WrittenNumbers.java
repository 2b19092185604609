package org.ringfence.web.privacy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.Country;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.number.Dialling;

/** One number in the ways in which the telephones of a country write it. */
final class WrittenNumbers {
  private WrittenNumbers() {}

  /** Reads {@code +49 (30) 12 34-56}. */
  static E164 parse(String typed) {
    if (typed.length() > 60) {
      throw new InvalidValue("This is not a number. Please write + and the country code.");
    }
    return new E164(typed.replaceAll("[\\s()/.-]", ""));
  }

  /** Digits only: international without and with prefix, and national where it is the country's. */
  static List<String> of(E164 number, Country country) {
    Set<String> written = new LinkedHashSet<>(List.of(number.digits(), "00" + number.digits()));
    Optional<Dialling> dialling = Dialling.in(country);
    dialling.ifPresent(
        plan -> {
          written.add(plan.internationalPrefix().replaceAll("[^0-9]", "") + number.digits());
          if (number.digits().startsWith(plan.callingCode())) {
            written.add(
                plan.nationalPrefix() + number.digits().substring(plan.callingCode().length()));
          }
        });
    return new ArrayList<>(written);
  }
}
