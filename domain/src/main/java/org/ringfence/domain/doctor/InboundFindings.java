package org.ringfence.domain.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.E164;
import org.ringfence.domain.doctor.Finding.Code;
import org.ringfence.domain.pbx.DidLocation;
import org.ringfence.domain.pbx.SipUser;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;

/** Where the provider writes the number that was called, in a call that it sent to us. */
final class InboundFindings {
  /** Where some provider or other puts it; Via and the like hold numbers that mean nothing. */
  private static final Set<String> LIKELY =
      Set.of(
          "p-called-party-id",
          "diversion",
          "history-info",
          "p-preferred-identity",
          "x-did",
          "x-called-number",
          "x-original-to");

  /** As many last digits of a number are the same however it is written. */
  private static final int SAME_DIGITS = 7;

  private InboundFindings() {}

  static List<Finding> of(Trunk trunk, Optional<E164> number, Evidence seen) {
    Optional<SipText> call = seen.requests("INVITE").filter(each -> !each.outgoing()).findFirst();
    if (call.isEmpty()) {
      boolean ours = number.isPresent() && number.equals(trunk.callerId());
      boolean answered = ours && seen.answers("INVITE").anyMatch(each -> each.status() >= 180);
      return answered ? List.of(Finding.of(Code.INBOUND_MISSING, number.get().value())) : List.of();
    }
    return List.of(judge(trunk, number, call.get()));
  }

  private static Finding judge(Trunk trunk, Optional<E164> number, SipText call) {
    String uri = call.user();
    String to = SipText.userOf(call.header("To"));
    DidLocation set = trunk.settings().didFrom();
    // Without a number to look for, the name that we registered is not the number that was called.
    boolean ourName = number.isEmpty() && uri.equals(ourName(trunk)) && isNumber(to, number);
    boolean inUri = isNumber(uri, number) && !(ourName && !to.equals(uri));
    boolean inTo = isNumber(to, number);
    Optional<String> header = headerWith(call, number);
    boolean asSet =
        switch (set) {
          case REQUEST_URI -> inUri;
          case TO -> inTo;
          case HEADER -> isIn(call.header(trunk.settings().didHeader()), number);
        };
    if (asSet) {
      return Finding.of(Code.DID_AS_SET, set == DidLocation.TO ? to : uri);
    }
    if (inUri) {
      return Finding.of(Code.DID_IN_REQUEST_URI, uri)
          .with(SettingChange.of("didFrom", DidLocation.REQUEST_URI.name()));
    }
    if (inTo) {
      return Finding.of(Code.DID_IN_TO, to, uri)
          .with(SettingChange.of("didFrom", DidLocation.TO.name()));
    }
    if (header.isPresent()) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("didFrom", DidLocation.HEADER.name());
      values.put("didHeader", header.get());
      return Finding.of(Code.DID_IN_HEADER, header.get(), call.header(header.get()))
          .with(new SettingChange(values));
    }
    return Finding.of(Code.DID_NOWHERE, uri, to);
  }

  private static String ourName(Trunk trunk) {
    return trunk
        .settings()
        .contactUser()
        .map(SipUser::value)
        .orElseGet(
            () ->
                trunk.access() instanceof TrunkAccess.Registration account
                    ? account.username().replaceAll("@.*", "")
                    : "");
  }

  /** Whether a user part is the number that was called, or looks like one where none is known. */
  private static boolean isNumber(String user, Optional<E164> number) {
    String digits = user.replaceAll("[^0-9]", "");
    return number
        .map(called -> sameEnd(digits, called.digits()))
        .orElseGet(() -> user.matches("\\+?[0-9]{6,15}"));
  }

  private static boolean sameEnd(String digits, String number) {
    return digits.length() >= SAME_DIGITS
        && number.endsWith(digits.substring(digits.length() - SAME_DIGITS));
  }

  private static boolean isIn(String header, Optional<E164> number) {
    String user = SipText.userOf(header);
    return !header.isEmpty() && isNumber(user.isEmpty() ? header.strip() : user, number);
  }

  private static Optional<String> headerWith(SipText call, Optional<E164> number) {
    return call.names().stream()
        .filter(name -> LIKELY.contains(name.toLowerCase(Locale.ROOT)))
        .filter(name -> isIn(call.header(name), number))
        .findFirst();
  }
}
