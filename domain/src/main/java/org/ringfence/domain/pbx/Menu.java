package org.ringfence.domain.pbx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * Callers hear a greeting and press a key (interactive voice response, IVR).
 *
 * @param greeting what they hear first
 * @param choices where each key leads to, each key once
 * @param dialsExtensions whether they may dial the number of an extension, too
 * @param timeoutSeconds how long it waits for a key after the greeting
 * @param attempts how often a caller hears the greeting
 * @param wrongPrompt what they hear after a wrong key, before the greeting comes again
 * @param wrong where a call goes after the last wrong key
 * @param silent where a call goes whose caller pressed nothing
 */
public record Menu(
    HandlingId id,
    DisplayName name,
    Optional<ExtensionNumber> number,
    Optional<SoundId> greeting,
    List<Choice> choices,
    boolean dialsExtensions,
    int timeoutSeconds,
    int attempts,
    Optional<SoundId> wrongPrompt,
    Destination wrong,
    Destination silent)
    implements Handling {
  /** The keys of a phone, in the order in which people are asked. */
  public static final String KEYS = "1234567890*#";

  /** One key and where it leads to; written {@code 1 ring-group:0b7e…}. */
  public record Choice(char key, Destination destination) {
    public Choice {
      if (KEYS.indexOf(key) < 0) {
        throw malformed();
      }
    }

    static Choice parse(String line) {
      String[] parts = line.split("\\s+", 2);
      if (parts.length != 2 || parts[0].length() != 1) {
        throw malformed();
      }
      return new Choice(parts[0].charAt(0), Destination.parse(parts[1].strip()));
    }

    private static InvalidValue malformed() {
      return new InvalidValue(
          "Please write a key (0 to 9, * or #), a blank and a destination, one a line, for example"
              + " 1 end:busy.");
    }

    @Override
    public String toString() {
      return key + " " + destination;
    }
  }

  public Menu {
    choices = List.copyOf(choices);
    if (choices.stream().map(Choice::key).distinct().count() < choices.size()) {
      throw new InvalidValue("A key is listed twice. Please list each key once.");
    }
  }

  static Menu read(HandlingId id, Fields fields) {
    var name = fields.name();
    var number = fields.number();
    var greeting = fields.sound("greeting");
    var choices = fields.list("choices", KEYS.length(), Choice::parse);
    boolean extensions = fields.flag("dialsExtensions");
    int timeout = fields.number("timeoutSeconds", "The time to wait", 1, 60);
    int attempts = fields.number("attempts", "The number of attempts", 1, 10);
    var wrongPrompt = fields.sound("wrongPrompt");
    var wrong = fields.destination("wrong");
    var silent = fields.destination("silent");
    fields.check(
        "choices",
        () -> {
          if (choices.stream().map(Choice::key).distinct().count() < choices.size()) {
            throw new InvalidValue("A key is listed twice. Please list each key once.");
          }
          if (choices.isEmpty() && !extensions) {
            throw new InvalidValue(
                "Please give at least one key a destination, or let callers dial extensions.");
          }
        });
    return fields.whole(
        () ->
            new Menu(
                id,
                name,
                number,
                greeting,
                choices,
                extensions,
                timeout,
                attempts,
                wrongPrompt,
                wrong,
                silent));
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.MENU;
  }

  @Override
  public List<Destination> uses() {
    List<Destination> uses = new ArrayList<>();
    choices.forEach(choice -> uses.add(choice.destination()));
    uses.add(wrong);
    uses.add(silent);
    return uses;
  }

  @Override
  public List<SoundId> sounds() {
    List<SoundId> sounds = new ArrayList<>();
    greeting.ifPresent(sounds::add);
    wrongPrompt.ifPresent(sounds::add);
    return sounds;
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "greeting", Fields.id(greeting),
        "choices", Fields.lines(choices),
        "dialsExtensions", Boolean.toString(dialsExtensions),
        "timeoutSeconds", Integer.toString(timeoutSeconds),
        "attempts", Integer.toString(attempts),
        "wrongPrompt", Fields.id(wrongPrompt),
        "wrong", wrong.toString(),
        "silent", silent.toString());
  }
}
