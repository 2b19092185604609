package org.ringfence.hypervisor.qemu;

import java.util.Locale;

/** How guest instructions are executed. */
enum Acceleration {
  /** By the processor itself. */
  KVM,
  /** Translated by QEMU: works everywhere, some ten times slower. */
  TCG;

  static Acceleration parse(String text) {
    for (Acceleration value : values()) {
      if (value.word().equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("\"" + text + "\" is neither kvm nor tcg");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
