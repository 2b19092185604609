package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several volumes of a name counts, at every point at which a move can be cut off. */
class VolumesTest {
  private static Map<String, Object> on(String member, String... keys) {
    Map<String, Object> config = new HashMap<>(Map.of(Requests.LABEL, "rf-acme"));
    for (int i = 0; i < keys.length; i += 2) {
      config.put(keys[i], keys[i + 1]);
    }
    return Map.of("name", "rf-acme", "location", member, "config", config);
  }

  @Test
  void oneIsTheOneThatCounts() {
    Map<String, Object> half = on("one");
    assertThat(Volumes.valid(List.of(half))).contains(half);
    assertThat(Volumes.valid(List.of())).isEmpty();
  }

  @Test
  void halfACopyDoesNotCount() {
    Map<String, Object> whole = on("two", Requests.SPEC, "{}");
    assertThat(Volumes.valid(List.of(on("one"), whole))).contains(whole);
  }

  @Test
  void aWholeCopyReplacesWhatItWasCopiedFrom() {
    Map<String, Object> former = on("one", Requests.SPEC, "{}");
    Map<String, Object> copy = on("two", Requests.SPEC, "{}", Requests.COPIED_FROM, "one");
    assertThat(Volumes.valid(List.of(former, copy))).contains(copy);
    assertThat(Volumes.valid(List.of(copy, former))).contains(copy);
    assertThat(Volumes.valid(List.of(copy))).contains(copy);
  }

  @Test
  void aVolumeThatMovesOnKeepsItsPlaceUntilTheNextCopyIsWhole() {
    Map<String, Object> second = on("two", Requests.SPEC, "{}", Requests.COPIED_FROM, "one");
    assertThat(Volumes.valid(List.of(on("three"), second))).contains(second);
    Map<String, Object> third = on("three", Requests.SPEC, "{}", Requests.COPIED_FROM, "two");
    assertThat(Volumes.valid(List.of(second, third))).contains(third);
  }

  @Test
  void aVolumeThatMovesBackHasForgottenWhatItReplaced() {
    Map<String, Object> away = on("two", Requests.SPEC, "{}", Requests.COPIED_FROM, "");
    Map<String, Object> back = on("one", Requests.SPEC, "{}", Requests.COPIED_FROM, "two");
    assertThat(Volumes.valid(List.of(on("one"), away))).contains(away);
    assertThat(Volumes.valid(List.of(away, back))).contains(back);
    assertThat(Volumes.valid(List.of(back, away))).contains(back);
  }
}
