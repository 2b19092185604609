package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.access.KeptAnswer;
import org.ringfence.domain.access.KeptAnswerRepository;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // the container's injection, by hand
class KeptAnswersTest {
  private final Memory memory = new Memory();
  private final KeptAnswers kept = new KeptAnswers();
  private final List<String> created = new ArrayList<>();

  @BeforeEach
  void wire() {
    kept.answers = memory;
    at(Instant.EPOCH);
  }

  private void at(Instant now) {
    kept.clock = Clock.fixed(now, ZoneOffset.UTC);
  }

  private KeptAnswers.Given send(String request, String content) {
    return kept.answer(
        bytes(request),
        bytes(content),
        () -> {
          created.add(content);
          return new KeptAnswer(201, Optional.of("/here"), "number " + created.size());
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theSameRequestGetsTheSameAnswerAndCreatesNothing() {
    KeptAnswers.Given first = send("a", "x");
    KeptAnswers.Given again = send("a", "x");

    assertThat(first.again()).isFalse();
    assertThat(again.again()).isTrue();
    assertThat(again.answer()).isEqualTo(first.answer());
    assertThat(send("b", "x").answer().body()).isEqualTo("number 2");
  }

  @Test
  void anotherRequestUnderTheSameKeyIsRefused() {
    send("a", "x");

    assertThatThrownBy(() -> send("a", "y"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("sent with another request before");
    assertThat(created).containsExactly("x");
  }

  @Test
  void anAnswerIsForgottenAfterADay() {
    send("a", "x");
    at(Instant.EPOCH.plus(Duration.ofHours(25)));

    assertThat(send("a", "x").answer().body()).isEqualTo("number 2");
  }

  /** As the database does it, for one request after the other. */
  private static final class Memory implements KeptAnswerRepository {
    private record Kept(String content, Instant at, KeptAnswer answer) {}

    private final Map<String, Kept> rows = new HashMap<>();

    @Override
    public Claim claim(byte[] request, byte[] content, Instant now) {
      Kept found = rows.get(name(request));
      if (found == null) {
        rows.put(
            name(request), new Kept(name(content), now, new KeptAnswer(0, Optional.empty(), "")));
        return new First();
      }
      return found.content().equals(name(content)) ? new Answered(found.answer()) : new Other();
    }

    @Override
    public void keep(byte[] request, KeptAnswer answer) {
      Kept claimed = Objects.requireNonNull(rows.get(name(request)));
      rows.put(name(request), new Kept(claimed.content(), claimed.at(), answer));
    }

    @Override
    public void forgetBefore(Instant moment) {
      rows.values().removeIf(kept -> kept.at().isBefore(moment));
    }

    private static String name(byte[] request) {
      return HexFormat.of().formatHex(request);
    }
  }
}
