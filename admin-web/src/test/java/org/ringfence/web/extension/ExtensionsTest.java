package org.ringfence.web.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.machine.MachinePlan;
import org.ringfence.domain.machine.TenantNetwork;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class ExtensionsTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final TenantId acme = pbx.tenant("acme");
  private final TenantId other = pbx.tenant("other");
  private final MemoryMachines machines = new MemoryMachines();
  private final Extensions extensions = new Extensions();

  ExtensionsTest() {
    extensions.tenants = pbx.tenants;
    extensions.extensions = pbx.extensions;
    extensions.trunks = pbx.trunks;
    extensions.widgets = pbx.widgets;
    extensions.handlings = pbx.handlings;
    extensions.revisions = pbx.revisions;
    extensions.machines = machines;
    extensions.audit = pbx.audit;
    extensions.clock = pbx.clock;
  }

  private static ExtensionForm form(String number, String name) {
    ExtensionForm form = new ExtensionForm();
    form.setNumber(number);
    form.setName(name);
    return form;
  }

  @Test
  void aPlanHasRoomForItsExtensionsAndNoMore() {
    Tenant tenant = pbx.tenants.find(acme).orElseThrow();
    new MachinePlan(TenantNetwork.parse("10.1.0.0/24"), machines, pbx.revisions, pbx.clock)
        .request(tenant, "hoster");
    Plan two = new Plan(PlanId.random(), new DisplayName("Two"), 1, 256, 1024, 10, 2);
    machines.plans.put(two.id(), two);
    machines.choosePlan(acme, Optional.of(two.id()));
    extensions.add(acme, form("101", "Ann"), "ann");

    assertThatThrownBy(
            () -> extensions.addAll(acme, List.of(form("102", "Bo"), form("103", "Cy")), "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("room for 2 extensions");
    extensions.add(acme, form("102", "Bo"), "ann");
    assertThatThrownBy(() -> extensions.add(acme, form("103", "Cy"), "ann"))
        .isInstanceOf(InvalidForm.class);
    assertThat(extensions.list(acme)).hasSize(2);
  }

  @Test
  void aNewExtensionGetsAPasswordOfWhichOnlyTheHashForItsRealmIsStored() {
    Extensions.Saved saved = extensions.add(acme, form("101", "Ann"), "ann");

    Secret password = saved.password().orElseThrow();
    assertThat(extensions.find(acme, saved.extension().id()).orElseThrow().credentials())
        .isEqualTo(DigestCredentials.of("101", "acme", password));
    assertThat(pbx.revisions.list(acme, 10)).hasSize(1);
  }

  @Test
  void renamingKeepsNumberAndPassword() {
    Extension stored = extensions.add(acme, form("101", "Ann"), "ann").extension();

    Extensions.Saved renamed =
        extensions.change(acme, stored.id(), form("999999", "Bob"), "ann").orElseThrow();

    assertThat(renamed.password()).isEmpty();
    assertThat(renamed.extension()).isEqualTo(stored.named(new DisplayName("Bob")));
  }

  @Test
  void aNumberThatIsTakenIsRefusedAtTheNumberButNotInAnotherTenant() {
    extensions.add(acme, form("101", "Ann"), "ann");

    assertThatThrownBy(() -> extensions.add(acme, form("101", "Bob"), "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("number"));
    assertThat(extensions.add(other, form("101", "Eve"), "eve").extension()).isNotNull();
  }

  @Test
  void anotherTenantsExtensionIsNotFoundRenamedOrDeleted() {
    Extension foreign = extensions.add(other, form("101", "Eve"), "eve").extension();

    assertThat(extensions.find(acme, foreign.id())).isEmpty();
    assertThat(extensions.change(acme, foreign.id(), form("101", "Ann"), "ann")).isEmpty();
    assertThat(extensions.newPassword(acme, foreign.id(), "ann")).isEmpty();
    assertThat(extensions.delete(acme, foreign.id(), "ann")).isEmpty();
    assertThat(extensions.list(other)).containsExactly(foreign);
  }

  @Test
  void anExtensionThatATrunkRingsStaysUntilTheTrunkRingsAnother() {
    Extension used = extensions.add(acme, form("101", "Ann"), "ann").extension();
    pbx.trunks.save(acme, trunkRinging(used));

    assertThatThrownBy(() -> extensions.delete(acme, used.id(), "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("Example Telecom");
    assertThat(extensions.list(acme)).containsExactly(used);
    assertThat(extensions.usages(acme, used)).hasSize(1);
  }

  @Test
  void aMailboxGetsARandomPinThatIsToldOnceAndStaysUntilItIsReplaced() {
    ExtensionForm form = form("101", "Ann");
    form.getSettings().put("voicemail", "true");
    Extensions.Saved saved = extensions.add(acme, form, "ann");
    assertThat(saved.pin().orElseThrow().reveal()).matches("[0-9]{6}");

    ExtensionForm again = ExtensionForm.of(saved.extension());
    again.getSettings().put("email", "ann@example.com");
    Extensions.Saved kept =
        extensions.change(acme, saved.extension().id(), again, "ann").orElseThrow();
    assertThat(kept.pin()).isEmpty();
    assertThat(kept.extension().settings().pin()).isEqualTo(saved.pin());

    again.setPin("4711");
    assertThat(extensions.change(acme, saved.extension().id(), again, "ann").orElseThrow().pin())
        .hasValue(new VoicemailPin("4711"));
  }

  @Test
  void whatIsWrongWithAWishStandsAtItsField() {
    ExtensionForm form = form("101", "Ann");
    form.getSettings().put("always", "nobody");
    form.getSettings().put("ringSeconds", "0");
    assertThatThrownBy(() -> extensions.add(acme, form, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class,
            refused -> assertThat(refused.sentences()).containsOnlyKeys("always", "ringSeconds"));
  }

  @Test
  void onlyASavedForwardingReplacesWhatThePhoneSaid() {
    Extension stored = extensions.add(acme, form("101", "Ann"), "ann").extension();
    // The phone forwarded meanwhile.
    pbx.extensions.save(
        acme,
        stored.with(
            ExtensionSettings.of(
                Map.of("always", "103"), Optional.empty(), stored.settings().version() - 5)));
    Extension now = extensions.find(acme, stored.id()).orElseThrow();

    ExtensionForm renaming = ExtensionForm.of(now);
    renaming.setName("Bob");
    Extension renamed =
        extensions.change(acme, stored.id(), renaming, "ann").orElseThrow().extension();
    assertThat(renamed.settings()).isEqualTo(now.settings());

    ExtensionForm ending = ExtensionForm.of(now);
    ending.getSettings().put("always", "");
    Extension ended = extensions.change(acme, stored.id(), ending, "ann").orElseThrow().extension();
    assertThat(ended.settings().version()).isEqualTo(pbx.clock.millis());
  }

  @Test
  void aMailboxThatCallsAreLedToIsNotSwitchedOff() {
    ExtensionForm form = form("101", "Ann");
    form.getSettings().put("voicemail", "true");
    Extension stored = extensions.add(acme, form, "ann").extension();
    pbx.handlings.save(
        acme,
        Handling.read(
            HandlingKind.NUMBER,
            HandlingId.random(),
            Map.of(
                "name", "Main", "did", "+4930123456", "destination", "voicemail:" + stored.id())));

    ExtensionForm off = ExtensionForm.of(stored);
    off.getSettings().put("voicemail", "false");
    assertThatThrownBy(() -> extensions.change(acme, stored.id(), off, "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("Main");
  }

  @Test
  void aTableIsImportedAsAWholeOrNotAtAll() {
    ExtensionImports imports = new ExtensionImports();
    imports.extensions = extensions;
    extensions.add(acme, form("101", "Ann"), "ann");
    String bad = "number;name;voicemail\n102;Bob;true\n101;Taken;\n102;Twice;\nx;;\n";
    assertThat(imports.preview(acme, bad).stream().map(ExtensionImports.Line::isGood))
        .containsExactly(true, false, false, false);
    assertThatThrownBy(() -> imports.add(acme, bad, "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("line 3");
    assertThat(extensions.list(acme)).hasSize(1);

    String good =
        "\uFEFFnumber,name,voicemail,always\r\n"
            + "102,\"Bob, \"\"B\"\"\",true,'+4930123456\r\n"
            + "103,=1+1,,\r\n";
    int before = pbx.revisions.list(acme, 100).size();
    assertThat(imports.add(acme, good, "ann")).hasSize(2);
    assertThat(pbx.revisions.list(acme, 100)).hasSize(before + 1);
    Extension bob = extensions.list(acme).get(1);
    assertThat(bob.name()).hasToString("Bob, \"B\"");
    assertThat(bob.settings().always()).hasToString("Optional[+4930123456]");
    assertThat(bob.hasMailbox()).isTrue();

    String table = imports.table(acme);
    assertThat(table).contains("103,'=1+1,").contains(",'+4930123456,").doesNotContain("pin");
    assertThat(imports.table(other).lines()).hasSize(1);
    // What was exported can be imported elsewhere as it was.
    imports.add(other, table, "ann");
    assertThat(extensions.list(other))
        .map(Extension::name)
        .isEqualTo(extensions.list(acme).stream().map(Extension::name).toList());
  }

  @Test
  void aTableWithoutUsefulColumnsIsRefused() {
    ExtensionImports imports = new ExtensionImports();
    imports.extensions = extensions;
    for (String table :
        new String[] {"", "number,name", "number,colour\n1,red", "name,name\na,b"}) {
      assertThatThrownBy(() -> imports.preview(acme, table)).isInstanceOf(InvalidForm.class);
    }
  }

  private static Trunk trunkRinging(Extension extension) {
    return new Trunk(
        TrunkId.random(),
        new DisplayName("Example Telecom"),
        new TrunkAccess.Registration("acme", new Secret("s3cret")),
        new SipHost("sip.example.com"),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.empty(),
        Optional.of(extension.number()),
        true,
        1);
  }
}
