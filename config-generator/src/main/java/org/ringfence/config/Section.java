package org.ringfence.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One {@code [name]} block: ordered options, because order and repetition matter to Asterisk.
 *
 * @param comment says which object the block comes from
 */
record Section(String name, String comment, Source source, List<Option> options) {
  Section {
    options = List.copyOf(options);
  }

  static Builder named(String name, String comment, Source source) {
    return new Builder(name, comment, source);
  }

  /** Collects options in order. */
  static final class Builder {
    private final String name;
    private final String comment;
    private final Source source;
    private final List<Option> options = new ArrayList<>();

    private Builder(String name, String comment, Source source) {
      this.name = name;
      this.comment = comment;
      this.source = source;
    }

    Builder with(String key, String value) {
      options.add(new Option(key, value));
      return this;
    }

    Builder with(String key, int value) {
      return with(key, Integer.toString(value));
    }

    Section build() {
      return new Section(name, comment, source, options);
    }
  }
}
