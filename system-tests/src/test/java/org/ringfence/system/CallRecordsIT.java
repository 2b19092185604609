package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Calls while nothing else works: portal and database are away, the VM dies with calls up,
 * Ringfence dies while it takes records in. The script says step by step what it does.
 */
class CallRecordsIT {
  /** The script makes 200 as well; here few enough that everybody waits for it. */
  private static final String CALLS =
      Optional.ofNullable(System.getenv("RINGFENCE_CALLS")).orElse("12");

  @Test
  void everyCallLeavesOneRecordAndItsRecordingWhateverBreaks() throws Exception {
    String said =
        Command.run(
            Instance.running(), Instance.checkout().resolve("system-tests/records-survive"), CALLS);

    assertThat(said.lines().toList().get((int) said.lines().count() - 1))
        .isEqualTo(
            "%s calls made, %s records, %s of them different, %s with a recording"
                .formatted(CALLS, CALLS, CALLS, CALLS));
  }
}
