package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * Callers from outside who do not get through.
 *
 * @param callers their numbers
 * @param anonymous whether it holds for callers who hide their number, too
 * @param blocked where their calls go instead
 */
public record Blocklist(
    HandlingId id, DisplayName name, List<Caller> callers, boolean anonymous, Destination blocked)
    implements Handling {
  private static final int MOST_CALLERS = 500;

  /** One number, {@code +4930123456}, or all that begin so, {@code +4930*}. */
  public record Caller(String pattern) {
    private static final Pattern SHAPE =
        Pattern.compile("\\+[1-9][0-9]{1,14}|\\+[1-9][0-9]{0,13}\\*");

    public Caller {
      if (!SHAPE.matcher(pattern).matches()) {
        throw new InvalidValue(
            "Please write a number with country code, for example +4930123456, or its beginning with"
                + " a star, for example +4930*, one a line.");
      }
    }

    static Caller parse(String line) {
      return new Caller(line.replaceAll("[ ()/-]", ""));
    }

    /** Whether it is the beginning of numbers. */
    public boolean isPrefix() {
      return pattern.endsWith("*");
    }

    /** With its plus, without its star. */
    public String digits() {
      return isPrefix() ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    @Override
    public String toString() {
      return pattern;
    }
  }

  public Blocklist {
    callers = List.copyOf(callers);
  }

  static Blocklist read(HandlingId id, Fields fields) {
    var name = fields.name();
    var callers = fields.list("callers", MOST_CALLERS, Caller::parse);
    boolean anonymous = fields.flag("anonymous");
    fields.check(
        "callers",
        () -> {
          if (callers.isEmpty() && !anonymous) {
            throw new InvalidValue("Please write at least one number.");
          }
        });
    var blocked = fields.destination("blocked");
    return fields.whole(() -> new Blocklist(id, name, callers, anonymous, blocked));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.BLOCKLIST;
  }

  /** Nobody calls a list. */
  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public List<Destination> uses() {
    return List.of(blocked);
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "callers", Fields.lines(callers),
        "anonymous", Boolean.toString(anonymous),
        "blocked", blocked.toString());
  }
}
