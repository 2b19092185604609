package org.ringfence.web.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class ExtensionsTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final TenantId acme = pbx.tenant("acme");
  private final TenantId other = pbx.tenant("other");
  private final Extensions extensions = new Extensions();

  ExtensionsTest() {
    extensions.tenants = pbx.tenants;
    extensions.extensions = pbx.extensions;
    extensions.trunks = pbx.trunks;
    extensions.widgets = pbx.widgets;
    extensions.handlings = pbx.handlings;
    extensions.revisions = pbx.revisions;
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
        extensions.rename(acme, stored.id(), form("999999", "Bob"), "ann").orElseThrow();

    assertThat(renamed.password()).isEmpty();
    assertThat(renamed.extension())
        .isEqualTo(
            new Extension(
                stored.id(), stored.number(), new DisplayName("Bob"), stored.credentials()));
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
    assertThat(extensions.rename(acme, foreign.id(), form("101", "Ann"), "ann")).isEmpty();
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
