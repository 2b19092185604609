package org.ringfence.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  /** A line break, a bell, a separator of lines, two that turn text around, half a character. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\u0007", "\u2028", "\u202e", "\u2066", "\ud83d"})
  void whatNobodySeesIsRefusedFromPeopleAndLeftOutOfWhatCallersSend(String unseen) {
    assertThatThrownBy(() -> Text.requirePrintable("The name", "Bob" + unseen + " Builder"))
        .isInstanceOf(InvalidValue.class);

    assertThat(Text.visible("Bob" + unseen + " Builder")).isEqualTo("Bob Builder");
  }

  @Test
  void marksDoNotCoverTheLinesAround() {
    assertThat(Text.visible("a" + "\u0301".repeat(80) + "b" + "\u20dd".repeat(9)))
        .isEqualTo("a" + "\u0301".repeat(8) + "b" + "\u20dd".repeat(8));
    String sheva = "\u05d1\u05bc\u05b0\u05bd";
    assertThat(Text.visible(sheva)).isEqualTo(sheva);
  }

  @Test
  void whatIsSeenStays() {
    assertThat(Text.visible("=<b>\u0645\u0631\u062d\u0628\u0627</b> \ud83d\ude00"))
        .isEqualTo("=<b>\u0645\u0631\u062d\u0628\u0627</b> \ud83d\ude00");
  }
}
