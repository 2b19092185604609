package org.ringfence.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.domain.machine.VmStage.BOOTING;
import static org.ringfence.domain.machine.VmStage.CONFIGURING;
import static org.ringfence.domain.machine.VmStage.CREATING;
import static org.ringfence.domain.machine.VmStage.FAILED;
import static org.ringfence.domain.machine.VmStage.REQUESTED;
import static org.ringfence.domain.machine.VmStage.RUNNING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.machine.StageChange;
import org.ringfence.domain.machine.VmStage;
import org.ringfence.web.tenant.TenantPage.Step;

class StepTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final List<StageChange> history = new ArrayList<>();

  private void stage(VmStage stage, String reason, int second) {
    history.add(new StageChange(stage, reason, START.plusSeconds(second)));
  }

  private List<String> shown(int second) {
    return Step.of(history, START.plusSeconds(second)).stream()
        .map(step -> step.stage() + " " + step.state())
        .toList();
  }

  @Test
  void aNewMachineHasItsWholeWayAhead() {
    stage(REQUESTED, "", 0);

    assertThat(shown(1))
        .containsExactly(
            "REQUESTED now",
            "CREATING ahead",
            "BOOTING ahead",
            "CONFIGURING ahead",
            "RUNNING ahead");
  }

  @Test
  void everyStageSaysHowLongItTookAndTheCurrentOneHowLongSoFar() {
    stage(REQUESTED, "", 0);
    stage(CREATING, "", 2);
    stage(BOOTING, "", 5);

    assertThat(Step.of(history, START.plusSeconds(12)).subList(0, 3))
        .extracting(Step::took)
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(7));
  }

  @Test
  void aMachineThatRunsHasNothingAhead() {
    stage(REQUESTED, "", 0);
    stage(CREATING, "", 1);
    stage(BOOTING, "", 2);
    stage(CONFIGURING, "", 3);
    stage(RUNNING, "", 4);

    assertThat(shown(9))
        .containsExactly(
            "REQUESTED done", "CREATING done", "BOOTING done", "CONFIGURING done", "RUNNING done");
  }

  @Test
  void aFailureStandsAtTheEndWithItsReason() {
    stage(REQUESTED, "", 0);
    stage(CREATING, "", 1);
    stage(FAILED, "The disk is full.", 2);

    List<Step> steps = Step.of(history, START.plusSeconds(9));

    assertThat(shown(9)).containsExactly("REQUESTED done", "CREATING done", "FAILED failed");
    assertThat(steps.get(2).reason()).isEqualTo("The disk is full.");
  }

  @Test
  void afterARestartOnlyTheNewWayIsShown() {
    stage(REQUESTED, "", 0);
    stage(CREATING, "", 1);
    stage(BOOTING, "", 2);
    stage(CONFIGURING, "", 3);
    stage(RUNNING, "", 4);
    stage(BOOTING, "It was restarted.", 100);

    assertThat(shown(101)).containsExactly("BOOTING now", "CONFIGURING ahead", "RUNNING ahead");
  }

  @Test
  void aMachineThatFailedAndRunsAgainIsShownRunningOnce() {
    stage(REQUESTED, "", 0);
    stage(CREATING, "", 1);
    stage(BOOTING, "", 2);
    stage(CONFIGURING, "", 3);
    stage(RUNNING, "", 4);
    stage(FAILED, "Asterisk did not answer.", 100);
    stage(RUNNING, "", 110);

    assertThat(shown(111)).containsExactly("RUNNING done");
  }

  @Test
  void aRestartAfterAFailureIsANewWay() {
    stage(REQUESTED, "", 0);
    stage(CREATING, "", 1);
    stage(BOOTING, "", 2);
    stage(FAILED, "The guest was not heard.", 100);
    stage(BOOTING, "", 110);

    assertThat(shown(111)).containsExactly("BOOTING now", "CONFIGURING ahead", "RUNNING ahead");
  }

  @Test
  void aReasonThatChangesOnTheWayIsNoNewStage() {
    stage(REQUESTED, "", 0);
    stage(REQUESTED, "Waiting for a free host.", 3);
    stage(CREATING, "", 5);

    List<Step> steps = Step.of(history, START.plusSeconds(6));

    assertThat(steps.get(0).took()).isEqualTo(Duration.ofSeconds(5));
    assertThat(steps.get(0).reason()).isEqualTo("Waiting for a free host.");
    assertThat(steps.get(1).stage()).isEqualTo(CREATING);
  }
}
