package org.ringfence.domain.pbx;

import java.util.Locale;
import java.util.stream.Stream;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;

/**
 * Where a call goes next. Its text form, {@code kind:id}, is what databases, forms and the API
 * hold: {@code extension:6f1c…}, {@code voicemail:6f1c…}, {@code ring-group:0b7e…}, {@code
 * outside:+4930123456}, {@code end:busy}. Whether the object exists is for whoever stores it to
 * check: a type cannot know.
 */
public sealed interface Destination {

  /** The phones of a person. */
  record ToExtension(ExtensionId id) implements Destination {
    @Override
    public String toString() {
      return EXTENSION + ":" + id;
    }
  }

  /** The mailbox of a person; its phones do not ring. */
  record ToVoicemail(ExtensionId id) implements Destination {
    @Override
    public String toString() {
      return VOICEMAIL + ":" + id;
    }
  }

  /** A ring group, queue, menu, and so on. */
  record ToHandling(HandlingKind kind, HandlingId id) implements Destination {
    @Override
    public String toString() {
      return kind.text() + ":" + id;
    }
  }

  /** A number outside, through the tenant's own routes and rules. */
  record ToOutside(E164 number) implements Destination {
    @Override
    public String toString() {
      return OUTSIDE + ":" + number;
    }
  }

  /** The call ends. */
  record ToEnd(Ending ending) implements Destination {
    @Override
    public String toString() {
      return END + ":" + ending.text();
    }
  }

  /** How a call ends that nobody takes. */
  enum Ending {
    /** Hung up; an unanswered call is refused. */
    REFUSE(21),
    BUSY(17),
    /** Nobody is there. */
    NO_ANSWER(19),
    /** The number is not in use. */
    UNASSIGNED(1);

    private final int cause;

    Ending(int cause) {
      this.cause = cause;
    }

    /** The ISDN cause (ITU-T Q.850) it is told with. */
    public int cause() {
      return cause;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Ending of(String text) {
      return Stream.of(values())
          .filter(ending -> ending.text().equals(text))
          .findFirst()
          .orElseThrow(Destination::unknown);
    }
  }

  String EXTENSION = "extension";
  String VOICEMAIL = "voicemail";
  String OUTSIDE = "outside";
  String END = "end";

  static Destination extension(ExtensionId id) {
    return new ToExtension(id);
  }

  static Destination end(Ending ending) {
    return new ToEnd(ending);
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidValue when it is not one
   */
  static Destination parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw unknown();
    }
    String kind = text.substring(0, colon);
    String id = text.substring(colon + 1);
    return switch (kind) {
      case EXTENSION -> new ToExtension(ExtensionId.parse(id));
      case VOICEMAIL -> new ToVoicemail(ExtensionId.parse(id));
      case OUTSIDE -> new ToOutside(new E164(id));
      case END -> new ToEnd(Ending.of(id));
      default ->
          new ToHandling(
              HandlingKind.of(kind).orElseThrow(Destination::unknown), HandlingId.parse(id));
    };
  }

  private static InvalidValue unknown() {
    return new InvalidValue("Please choose one of the destinations on offer.");
  }
}
