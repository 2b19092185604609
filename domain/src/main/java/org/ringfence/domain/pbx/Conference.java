package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * A room where callers talk with each other.
 *
 * @param pin digits a caller must enter; empty lets everybody in who reaches it
 * @param mostPeople who may be in it at once
 */
public record Conference(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    Optional<String> pin,
    int mostPeople)
    implements Handling {
  private static final Pattern PIN = Pattern.compile("[0-9]{4,10}");

  public Conference {
    pin.ifPresent(Conference::checkedPin);
  }

  private static String checkedPin(String pin) {
    if (!PIN.matcher(pin).matches()) {
      throw new InvalidValue("A PIN is 4 to 10 digits.");
    }
    return pin;
  }

  static Conference read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    Optional<String> pin =
        fields.value("pin", Optional.empty(), text -> Optional.of(checkedPin(text)));
    int most = fields.number("mostPeople", "The number of people", 2, 200);
    return fields.whole(() -> new Conference(id, name, number, pin, most));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.CONFERENCE;
  }

  @Override
  public List<Destination> uses() {
    return List.of();
  }

  @Override
  public Map<String, String> details() {
    return Map.of("pin", pin.orElse(""), "mostPeople", Integer.toString(mostPeople));
  }
}
