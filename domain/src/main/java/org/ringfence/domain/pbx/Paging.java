package org.ringfence.domain.pbx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;

/**
 * Phones that answer by themselves and say aloud what the caller says.
 *
 * @param talkBack whether the people there are heard, too
 */
public record Paging(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    List<ExtensionId> members,
    boolean talkBack)
    implements Handling {
  public Paging {
    members = List.copyOf(members);
  }

  static Paging read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    var members = fields.members();
    boolean talkBack = fields.flag("talkBack");
    return fields.whole(() -> new Paging(id, name, number, members, talkBack));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.PAGING;
  }

  @Override
  public List<Destination> uses() {
    List<Destination> uses = new ArrayList<>();
    members.forEach(member -> uses.add(Destination.extension(member)));
    return uses;
  }

  @Override
  public Map<String, String> details() {
    return Map.of("members", Fields.lines(members), "talkBack", Boolean.toString(talkBack));
  }
}
