package org.ringfence.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.history.CallRecord.Direction;
import org.ringfence.domain.history.CallRecord.Outcome;
import org.ringfence.domain.machine.VmId;

class CallStoryTest {
  private static final Instant BEGAN = Instant.parse("2026-11-22T10:15:30.123456Z");
  private static final CallRecordId ID =
      CallRecordId.of(new VmId(new UUID(1, 2)), "acme-1764412345.7");
  private static final KnownNames NAMES =
      new KnownNames(
          Map.of("101", "Anna", "102", "Ben"),
          Map.of("trunk-ab12cd34", "Provider"),
          Map.of("number-d1d1d1d1", "Main line", "queue-c0c0c0c0", "Sales"),
          Map.of("number-d1d1d1d1", "+493012345670"));

  private final List<CallEvent> events = new ArrayList<>();
  private String call = "acme-1764412345.7";

  private CallStoryTest at(int second, String channel, CallEvent.Type type, String detail) {
    String endpoint = channel.replaceAll("#.*", "");
    events.add(
        new CallEvent(
            type,
            BEGAN.plusSeconds(second),
            channel,
            call,
            endpoint.isEmpty() ? "" : "PJSIP/" + endpoint + "-0000000a",
            type == CallEvent.Type.BEGAN ? "0301 234" : "+49301234",
            "A caller",
            type == CallEvent.Type.BEGAN && !endpoint.startsWith("trunk-") ? "03023125100" : "s",
            detail));
    return this;
  }

  private static String cause(int cause) {
    return "{\"hangupcause\":" + cause + ",\"hangupsource\":\"x\",\"dialstatus\":\"\"}";
  }

  private CallRecord told() {
    return CallStory.of(events).record(ID, NAMES);
  }

  private CallStoryTest incomingThroughTheQueue() {
    return at(0, "trunk-ab12cd34", CallEvent.Type.BEGAN, "")
        .at(0, "trunk-ab12cd34", CallEvent.Type.THROUGH, "number-d1d1d1d1")
        .at(1, "trunk-ab12cd34", CallEvent.Type.THROUGH, "queue-c0c0c0c0")
        .at(1, "trunk-ab12cd34", CallEvent.Type.ANSWERED, "")
        .at(2, "101", CallEvent.Type.BEGAN, "")
        .at(2, "102", CallEvent.Type.BEGAN, "");
  }

  private CallStoryTest taken() {
    return incomingThroughTheQueue()
        .at(5, "102", CallEvent.Type.ANSWERED, "")
        .at(5, "101", CallEvent.Type.HUNG_UP, cause(26))
        .at(65, "trunk-ab12cd34", CallEvent.Type.HUNG_UP, cause(16))
        .at(
            65,
            "102",
            CallEvent.Type.QUALITY,
            "rxcount=98;lp=2;txcount=100;rlp=0;rxjitter=0.002;rtt=0.04;")
        .at(65, "102", CallEvent.Type.HUNG_UP, cause(16))
        .at(65, "", CallEvent.Type.ENDED, "");
  }

  @Test
  void aCallFromOutsideTellsWhoTookItAndOnWhichWay() {
    CallRecord call = taken().told();

    assertThat(call.direction()).isEqualTo(Direction.INBOUND);
    assertThat(call.caller()).isEqualTo("+49301234");
    assertThat(call.called()).isEqualTo("+493012345670");
    assertThat(call.calledName()).isEqualTo("Main line");
    assertThat(call.through()).isEqualTo("Main line > Sales");
    assertThat(call.extension()).isEqualTo("102");
    assertThat(call.trunkName()).isEqualTo("Provider");
    assertThat(call.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(call.startedAt()).isEqualTo(BEGAN);
    assertThat(call.talked()).contains(Duration.ofSeconds(60));
    assertThat(call.cause()).isEqualTo(16);
    assertThat(call.mos()).hasValueSatisfying(mos -> assertThat(mos).isBetween(4.2, 4.4));
  }

  @Test
  void neitherOrderNorRepetitionChangesTheRecord() {
    CallRecord expected = taken().told();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      List<CallEvent> again = new ArrayList<>(events);
      again.addAll(events.subList(0, random.nextInt(events.size())));
      Collections.shuffle(again, random);
      assertThat(CallStory.of(again).record(ID, NAMES))
          .as("seed 7, round %d", i)
          .isEqualTo(expected);
    }
  }

  @Test
  void aCallerWhoGivesUpInTheQueueWasNotAnswered() {
    CallRecord call =
        incomingThroughTheQueue()
            .at(20, "101", CallEvent.Type.HUNG_UP, cause(0))
            .at(20, "102", CallEvent.Type.HUNG_UP, cause(0))
            .at(20, "trunk-ab12cd34", CallEvent.Type.HUNG_UP, cause(16))
            .at(20, "", CallEvent.Type.ENDED, "")
            .told();

    assertThat(call.outcome()).isEqualTo(Outcome.NOT_ANSWERED);
    assertThat(call.answeredAt()).isEmpty();
    assertThat(call.extension()).isEmpty();
  }

  @Test
  void aCallToOutsideHasTheNumberThatWasDialledInInternationalForm() {
    CallRecord call =
        at(0, "101", CallEvent.Type.BEGAN, "")
            .at(0, "101", CallEvent.Type.DIALLED, "493023125100")
            .at(1, "trunk-ab12cd34", CallEvent.Type.BEGAN, "")
            .at(4, "trunk-ab12cd34", CallEvent.Type.ANSWERED, "")
            .at(9, "trunk-ab12cd34", CallEvent.Type.HUNG_UP, cause(16))
            .at(9, "101", CallEvent.Type.HUNG_UP, cause(16))
            .at(9, "", CallEvent.Type.ENDED, "")
            .told();

    assertThat(call.direction()).isEqualTo(Direction.OUTBOUND);
    assertThat(call.caller()).isEqualTo("101");
    assertThat(call.callerName()).isEqualTo("Anna");
    assertThat(call.called()).isEqualTo("+493023125100");
    assertThat(call.trunk()).isEqualTo("trunk-ab12cd34");
    assertThat(call.talked()).contains(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({"17, BUSY", "19, NOT_ANSWERED", "1, FAILED", "34, FAILED", "16, NOT_ANSWERED"})
  void whatBecameOfACallThatNobodyTookFollowsFromItsCause(int cause, Outcome expected) {
    CallRecord call =
        at(0, "101", CallEvent.Type.BEGAN, "")
            .at(0, "102", CallEvent.Type.BEGAN, "")
            .at(3, "102", CallEvent.Type.HUNG_UP, cause(cause))
            .at(3, "101", CallEvent.Type.HUNG_UP, cause(cause))
            .at(3, "", CallEvent.Type.ENDED, "")
            .told();

    assertThat(call.direction()).isEqualTo(Direction.INTERNAL);
    assertThat(call.outcome()).isEqualTo(expected);
  }

  @Test
  void aCallWithoutAnEndRuns() {
    CallRecord call = incomingThroughTheQueue().at(5, "102", CallEvent.Type.ANSWERED, "").told();

    assertThat(call.outcome()).isEqualTo(Outcome.RUNNING);
    assertThat(call.endedAt()).isEmpty();
  }

  @Test
  void aCallWhosePbxStoppedWasCutOffAndHasAnEnd() {
    CallRecord call =
        incomingThroughTheQueue()
            .at(5, "102", CallEvent.Type.ANSWERED, "")
            .at(5, "", CallEvent.Type.CUT_OFF, "")
            .told();

    assertThat(call.outcome()).isEqualTo(Outcome.CUT_OFF);
    assertThat(call.endedAt()).contains(BEGAN.plusSeconds(5));
    assertThat(CallStory.of(events).sides())
        .extracting(CallSide::endedAt)
        .containsOnly(Optional.of(BEGAN.plusSeconds(5)));
  }

  @Test
  void theFirstChannelOfACallbackTellsItsAttempt() {
    AttemptId attempt = AttemptId.random();
    call = attempt.toString();

    CallRecord record = at(0, "101", CallEvent.Type.BEGAN, "").told();

    assertThat(record.attempt()).contains(attempt);
  }

  @Test
  void twoCallsOfOneVmHaveTwoIdsAndOneCallOfTwoVmsToo() {
    VmId vm = new VmId(new UUID(1, 2));

    assertThat(CallRecordId.of(vm, "a-1.1"))
        .isEqualTo(CallRecordId.of(vm, "a-1.1"))
        .isNotEqualTo(CallRecordId.of(vm, "a-1.2"))
        .isNotEqualTo(CallRecordId.of(new VmId(new UUID(1, 3)), "a-1.1"));
  }

  @Test
  void figuresThatAreNoneAreNoQuality() {
    assertThat(Quality.read("")).isEmpty();
    assertThat(Quality.read("rxcount=0;txcount=50;")).isEmpty();
    assertThat(Quality.read("rxcount=x;lp=....;rtt=1.1.1;")).isEmpty();
    assertThat(Quality.read("rxcount=100;lp=100;txcount=0;rxjitter=0.9;rtt=9;"))
        .hasValueSatisfying(quality -> assertThat(quality.mos()).isEqualTo(1));
  }
}
