package org.ringfence.web.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.doctor.Finding;
import org.ringfence.domain.pbx.DidLocation;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class TrunkDoctorTest {
  private static final String NUMBER_IN_TO =
      """
      message=1 in 192.0.2.5:5060 1795963752
      |INVITE sip:acme@10.1.0.10 SIP/2.0
      |To: <sip:+4930123456@sip.example.com>
      |
      """;

  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryExaminations examinations = new MemoryExaminations();
  private final TenantId acme = pbx.tenant("acme");
  private final TenantId other = pbx.tenant("other");
  private final Trunks trunks = new Trunks();
  private final TrunkDoctor doctor = new TrunkDoctor();
  private final Trunk trunk;

  TrunkDoctorTest() {
    trunks.trunks = pbx.trunks;
    trunks.extensions = pbx.extensions;
    trunks.handlings = pbx.handlings;
    trunks.revisions = pbx.revisions;
    trunks.audit = pbx.audit;
    trunks.clock = pbx.clock;
    doctor.trunks = trunks;
    doctor.stored = pbx.trunks;
    doctor.tenants = pbx.tenants;
    doctor.handlings = pbx.handlings;
    doctor.examinations = examinations;
    doctor.audit = pbx.audit;
    doctor.clock = pbx.clock;
    trunk = trunks.save(acme, Optional.empty(), form(), "ann").trunk();
  }

  private static TrunkForm form() {
    TrunkForm form = new TrunkForm();
    form.setName("Example");
    form.setHost("sip.example.com");
    form.setUsername("acme");
    form.setPassword("s3cret");
    return form;
  }

  private TrunkDoctor.Result examined(String number, String report) {
    TrunkDoctor.Result asked = doctor.request(acme, trunk, number, "ann");
    examinations.take(acme, pbx.clock.instant(), pbx.clock.instant());
    examinations.finish(acme, asked.examination().id(), report, pbx.clock.instant());
    return doctor.find(acme, trunk.id(), asked.examination().id()).orElseThrow();
  }

  @Test
  void aTestIsAskedForOnceAndRecorded() {
    TrunkDoctor.Result asked = doctor.request(acme, trunk, "+49 30 123456", "ann");

    assertThat(asked.state()).isEqualTo(Examination.State.REQUESTED);
    assertThat(asked.findings()).isEmpty();
    assertThat(pbx.audit.list(acme, 10))
        .anySatisfy(entry -> assertThat(entry.action()).isEqualTo("trunk.examined"));
    assertThatThrownBy(() -> doctor.request(acme, trunk, "", "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("being tested");
  }

  @Test
  void whatAFindingProposesCanBeDone() {
    TrunkDoctor.Result result = examined("+4930123456", NUMBER_IN_TO);
    assertThat(result.findings()).extracting(each -> each.code().text()).contains("did-in-to");

    doctor.apply(acme, trunk, result, "did-in-to", "ann");

    Trunk changed = pbx.trunks.find(acme, trunk.id()).orElseThrow();
    assertThat(changed.settings().didFrom()).isEqualTo(DidLocation.TO);
    assertThat(changed.access()).isEqualTo(trunk.access());
    assertThat(pbx.revisions.list(acme, 10)).hasSize(2);
  }

  @Test
  void aTransportIsChangedAsAnyFieldIs() {
    TrunkDoctor.Result result = examined("", "port=192.0.2.5 5061 open\ntls=192.0.2.5 5061 agreed");

    doctor.apply(acme, trunk, result, "tls-only", "ann");

    assertThat(pbx.trunks.find(acme, trunk.id()).orElseThrow().transport())
        .isEqualTo(Transport.TLS);
  }

  @Test
  void whatNoFindingProposesIsNotDone() {
    TrunkDoctor.Result result = examined("", NUMBER_IN_TO);

    assertThat(doctor.apply(acme, trunk, result, "tls-only", "ann")).isEmpty();
    assertThat(doctor.apply(acme, trunk, result, "nonsense", "ann")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+491900123456", "+881612345678", "030123456", "+49\r\n30123456x", "sip:x"})
  void aNumberThatMayNotBeCalledIsRefusedAtItsField(String number) {
    assertThatThrownBy(() -> doctor.request(acme, trunk, number, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("number"));
    assertThat(examinations.list(acme, trunk.id())).isEmpty();
  }

  @Test
  void aTrunkThatIsSwitchedOffIsNotTested() {
    TrunkForm form = form();
    form.setEnabled(false);
    Trunk off = trunks.save(acme, Optional.of(trunk.id()), form, "ann").trunk();

    assertThatThrownBy(() -> doctor.request(acme, off, "", "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("switched off");
  }

  @Test
  void anotherTenantsTestIsNotFound() {
    TrunkDoctor.Result result = examined("", NUMBER_IN_TO);

    assertThat(doctor.find(other, trunk.id(), result.examination().id())).isEmpty();
    assertThat(doctor.list(other, trunk)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Finding.Code.class)
  void everyFindingHasItsSentencesInBothLanguages(Finding.Code code) {
    for (Locale language : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
      FindingTexts texts =
          FindingTexts.of(
              new Finding(code, java.util.List.of("A", "B", "C"), Optional.empty()),
              ResourceBundle.getBundle("org.ringfence.web.messages", language));
      assertThat(texts.seen()).isNotBlank().doesNotContain("{");
      assertThat(texts.means()).isNotBlank().doesNotContain("{");
      boolean asks =
          code.severity() == Finding.Severity.PROBLEM
              || code.severity() == Finding.Severity.WARNING;
      assertThat(!texts.remedy().isEmpty()).as(code.text()).isEqualTo(asks);
    }
  }
}
