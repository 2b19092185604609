package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.Examination.State;
import org.ringfence.domain.doctor.ExaminationId;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;

class ExaminationRepositoryIT {
  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;
  private Trunk trunk;

  @BeforeEach
  void twoTenantsOneWithATrunk() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
    trunk =
        new Trunk(
            TrunkId.random(),
            new DisplayName("Provider"),
            new TrunkAccess.IpAddress(List.of(SourceRange.parse("192.0.2.1")), Optional.empty()),
            new SipHost("192.0.2.1"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.E164,
            Optional.empty(),
            Optional.empty(),
            true,
            1);
    database.trunks.save(acme, trunk);
  }

  private Examination asked(int second) {
    Examination examination =
        Examination.of(
            trunk.id(), Optional.of(new E164("+4930123456")), "anna", NOW.plusSeconds(second));
    database.examinations.add(acme, examination);
    return examination;
  }

  private Optional<Examination> take() {
    return database.examinations.take(acme, NOW.minusSeconds(180), NOW.plusSeconds(60));
  }

  @Test
  void oneIsHandedOutOnceAndAnotherOnlyWhenItIsDone() {
    Examination first = asked(1);
    Examination second = asked(2);

    assertThat(take().orElseThrow().id()).isEqualTo(first.id());
    assertThat(take()).isEmpty();
    assertThat(database.examinations.finish(acme, first.id(), "port=1 2 open", NOW)).isTrue();
    assertThat(take().orElseThrow().id()).isEqualTo(second.id());
  }

  @Test
  void oneThatIsLostKeepsNobodyWaiting() {
    asked(1);
    take();
    Examination next = asked(400);

    assertThat(
            database
                .examinations
                .take(acme, NOW.plusSeconds(300), NOW.plusSeconds(480))
                .orElseThrow()
                .id())
        .isEqualTo(next.id());
  }

  @Test
  void aReportIsTakenOnceAndOnlyOfWhatRuns() {
    Examination examination = asked(1);
    assertThat(database.examinations.finish(acme, examination.id(), "early", NOW)).isFalse();
    take();
    assertThat(database.examinations.finish(acme, examination.id(), "asterisk=down\n", NOW))
        .isTrue();
    assertThat(database.examinations.finish(acme, examination.id(), "again", NOW)).isFalse();

    Examination done = database.examinations.find(acme, examination.id()).orElseThrow();
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.report()).isEqualTo("asterisk=down\n");
    assertThat(done.number()).contains(new E164("+4930123456"));
    assertThat(done.stateAt(NOW.plus(Duration.ofDays(9)))).isEqualTo(State.DONE);
  }

  @Test
  void anotherTenantFindsAndFinishesNothing() {
    Examination examination = asked(1);

    assertThat(database.examinations.find(zeta, examination.id())).isEmpty();
    assertThat(database.examinations.list(zeta, trunk.id())).isEmpty();
    assertThat(database.examinations.take(zeta, NOW.minusSeconds(180), NOW)).isEmpty();
    take();
    assertThat(database.examinations.finish(zeta, examination.id(), "theirs", NOW)).isFalse();
  }

  @Test
  void theNewestTenOfATrunkAreKeptAndGoWithIt() {
    List<ExaminationId> all =
        java.util.stream.IntStream.range(0, 12).mapToObj(i -> asked(i).id()).toList();

    assertThat(database.examinations.list(acme, trunk.id()))
        .extracting(Examination::id)
        .startsWith(all.get(11))
        .hasSize(10)
        .doesNotContain(all.get(0), all.get(1));
    database.trunks.delete(acme, trunk.id());
    assertThat(database.examinations.find(acme, all.get(11))).isEmpty();
  }
}
