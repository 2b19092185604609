package org.ringfence.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model of a dialplan: contexts of extensions of steps. {@link DialplanWriter} writes it. */
final class Dialplan {
  private Dialplan() {}

  /** A piece of an application's argument. */
  sealed interface Piece {
    /**
     * Data. The dialplan has no escape for the characters it gives a meaning to, so only harmless
     * ones are accepted: letters, digits and {@code + - _ . @ /}.
     */
    record Data(String text) implements Piece {}

    /** Dialplan code that stands in this module's source: variables, functions, expressions. */
    record Code(String text) implements Piece {}
  }

  static Piece data(String text) {
    return new Piece.Data(text);
  }

  /** Only for constants of this module, never for a value of a tenant. */
  static Piece code(String text) {
    return new Piece.Code(text);
  }

  /** One argument: pieces written one after another. */
  record Argument(List<Piece> pieces) {
    Argument {
      pieces = List.copyOf(pieces);
    }

    static Argument of(Piece... pieces) {
      return new Argument(List.of(pieces));
    }
  }

  static Argument arg(Piece... pieces) {
    return Argument.of(pieces);
  }

  /** One priority: an application and its arguments, and perhaps a label to go to. */
  record Step(Optional<String> label, String application, List<Argument> arguments) {
    Step {
      arguments = List.copyOf(arguments);
    }

    /** The same where others can jump to. */
    Step labelled(String name) {
      return new Step(Optional.of(name), application, arguments);
    }
  }

  static Step step(String application, Argument... arguments) {
    return new Step(Optional.empty(), application, List.of(arguments));
  }

  static Step labelled(String label, String application, Argument... arguments) {
    return new Step(Optional.of(label), application, List.of(arguments));
  }

  /** {@code Set(variable=value)}. */
  static Step set(String variable, Piece... value) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(code(variable + "="));
    pieces.addAll(List.of(value));
    return step("Set", new Argument(pieces));
  }

  /** What a context holds. */
  sealed interface Entry {
    /** Looks in another context for what is not found in this one. */
    record Include(String context) implements Entry {}

    /** Whose state whoever subscribes to the extension is told. */
    record Hint(String exten, String comment, Source source, String device) implements Entry {}

    /**
     * An extension, by its name or as a pattern of one fixed length.
     *
     * @param comment which object it comes from; empty when it needs no word
     */
    record Exten(String name, String comment, Source source, List<Step> steps) implements Entry {
      public Exten {
        steps = List.copyOf(steps);
      }
    }
  }

  /** One context. */
  record Context(String name, String comment, Source source, List<Entry> entries) {
    Context {
      entries = List.copyOf(entries);
    }
  }

  /** Collects the entries of a context in order. */
  static final class ContextBuilder {
    private final String name;
    private final String comment;
    private final Source source;
    private final List<Entry> entries = new ArrayList<>();

    ContextBuilder(String name, String comment, Source source) {
      this.name = name;
      this.comment = comment;
      this.source = source;
    }

    ContextBuilder include(String context) {
      entries.add(new Entry.Include(context));
      return this;
    }

    ContextBuilder exten(String exten, Step... steps) {
      return exten(exten, List.of(steps));
    }

    ContextBuilder exten(String exten, List<Step> steps) {
      entries.add(new Entry.Exten(exten, "", source, steps));
      return this;
    }

    ContextBuilder exten(String exten, String why, Source from, Step... steps) {
      entries.add(new Entry.Exten(exten, why, from, List.of(steps)));
      return this;
    }

    ContextBuilder hint(String exten, String why, Source from, String device) {
      entries.add(new Entry.Hint(exten, why, from, device));
      return this;
    }

    Context build() {
      return new Context(name, comment, source, entries);
    }
  }
}
