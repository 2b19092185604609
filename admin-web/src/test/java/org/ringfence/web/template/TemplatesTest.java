package org.ringfence.web.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemoryTemplates;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.template.VmTemplate;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class TemplatesTest {
  private static final TemplateId OLD = new TemplateId("0123456789ab");
  private static final TemplateId NEW = new TemplateId("fedcba987654");
  private static final TemplateId LOST = new TemplateId("aaaaaaaaaaaa");

  private final MemoryPbx pbx = new MemoryPbx();
  private final MemoryMachines machines = new MemoryMachines();
  private final MemoryTemplates rows = new MemoryTemplates(machines);
  private final Templates templates = new Templates();
  private final Tenant acme = tenant("acme");

  TemplatesTest() {
    templates.templates = rows;
    templates.moves = rows;
    templates.machines = machines;
    templates.tenants = pbx.tenants;
    templates.audit = pbx.audit;
    templates.clock = pbx.clock;
    rows.found(List.of(version(LOST)), LOST, pbx.clock.instant());
    rows.found(List.of(version(NEW), version(OLD)), NEW, pbx.clock.instant());
  }

  private TemplateVersion version(TemplateId id) {
    return new TemplateVersion(
        id,
        "1:22",
        "7.2",
        "forky",
        "Fri",
        Optional.of(pbx.clock.instant()),
        "{\"packages\": {\"asterisk\": \"1:22\", \"zlib1g\": \"1:1.3\"}}");
  }

  private Tenant tenant(String slug) {
    Tenant tenant = pbx.tenants.find(pbx.tenant(slug)).orElseThrow();
    new MachinePlan(TenantNetwork.parse("10.1.0.0/24"), machines, pbx.revisions, pbx.clock)
        .request(tenant, "hoster");
    machines.template(tenant.id(), new VmTemplate(Optional.of(OLD), Optional.empty()));
    return tenant;
  }

  private VirtualMachine machine() {
    return machines.find(acme.id()).orElseThrow();
  }

  private void assertRefused(TemplateId to, String words) {
    assertThatThrownBy(() -> templates.move(acme, to, "hoster"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining(words);
  }

  @Test
  void aTenantMovesAndThatIsOnRecordWithBothVersions() {
    templates.move(acme, NEW, "hoster");
    assertThat(machine().template().version()).contains(NEW);
    assertThat(templates.history(acme.id()))
        .singleElement()
        .matches(move -> move.from().equals(OLD));
    assertThat(pbx.audit.list(acme.id(), 10))
        .extracting(AuditEntry::action, AuditEntry::subject)
        .containsExactly(tuple("tenant.template", "acme: 0123456789ab to fedcba987654"));
  }

  @Test
  void whatCannotMoveIsRefusedWithTheReason() {
    assertRefused(OLD, "runs this version already");
    assertRefused(LOST, "no such template version");
    assertRefused(new TemplateId("bbbbbbbbbbbb"), "no such template version");
    machines.template(acme.id(), VmTemplate.UNKNOWN);
    assertRefused(NEW, "try again in a minute");
    machines.template(acme.id(), new VmTemplate(Optional.of(OLD), Optional.empty()));
    templates.move(acme, NEW, "hoster");
    assertRefused(OLD, "just moving");
    machines.desire(acme.id(), DesiredState.DELETED);
    assertRefused(NEW, "being deleted");
    assertThat(pbx.audit.list(acme.id(), 10)).hasSize(1);
  }

  @Test
  void allMoveWithTheChosenOneFirstAndAreCalledOff() {
    Tenant beta = tenant("beta");
    assertThat(templates.moveAll(NEW, "beta", "hoster")).isEqualTo(2);
    assertThat(templates.moves(NEW))
        .extracting(Templates.TenantMove::tenant)
        .containsExactly(beta, acme);
    assertThat(templates.cancel(NEW, "hoster")).isEqualTo(2);
    assertThat(templates.cancel(NEW, "hoster")).isZero();
    assertThat(pbx.audit.listAll(10))
        .extracting(AuditEntry::action)
        .containsExactlyInAnyOrder("template.moves-asked", "template.moves-cancelled");
  }

  @Test
  void allMoveOnlyToWhatIsThereAndOnlyWhereSomebodyIsLeft() {
    assertThatThrownBy(() -> templates.moveAll(LOST, "", "hoster"))
        .hasMessageContaining("no such template version");
    assertThatThrownBy(() -> templates.moveAll(NEW, "nobody", "hoster"))
        .hasMessageContaining("no tenant");
    assertThatThrownBy(() -> templates.moveAll(NEW, "No Body", "hoster"))
        .isInstanceOf(InvalidForm.class);
    assertThatThrownBy(() -> templates.moveAll(OLD, "", "hoster"))
        .hasMessageContaining("runs this version already");
    assertThat(templates.moves(NEW)).isEmpty();
  }

  @Test
  void aVersionIsShownWithItsTenantsAndPackages() {
    assertThat(templates.overviews())
        .extracting(each -> each.template().id(), Templates.Overview::tenants)
        .contains(tuple(OLD, 1));
    assertThat(templates.tenants(OLD)).containsExactly(acme);
    assertThat(templates.present()).hasSize(2);
    assertThat(Manifest.packages(version(OLD)))
        .extracting(Manifest.Contained::name)
        .containsExactly("asterisk", "zlib1g");
  }
}
