package org.ringfence.web.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class TrunksTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final TenantId acme = TenantId.random();
  private final TenantId other = TenantId.random();
  private final Trunks trunks = new Trunks();

  TrunksTest() {
    trunks.trunks = pbx.trunks;
    trunks.extensions = pbx.extensions;
    trunks.handlings = pbx.handlings;
    trunks.revisions = pbx.revisions;
    trunks.audit = pbx.audit;
    trunks.clock = pbx.clock;
  }

  private static TrunkForm form(String name) {
    TrunkForm form = new TrunkForm();
    form.setName(name);
    form.setHost("sip.example.com");
    form.setUsername("acme");
    form.setPassword("s3cret");
    return form;
  }

  private Trunk save(TenantId tenantId, String name) {
    return trunks.save(tenantId, Optional.empty(), form(name), "ann").trunk();
  }

  @Test
  void savingStoresTheTrunkAsksForARevisionAndSaysSoInTheTrail() {
    Trunks.Saved saved = trunks.save(acme, Optional.empty(), form("Example"), "ann");

    assertThat(trunks.find(acme, saved.trunk().id())).isPresent();
    assertThat(pbx.revisions.list(acme, 10))
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.number()).isEqualTo(saved.revision());
              assertThat(revision.summary()).isEqualTo("Trunk \"Example\" added");
              assertThat(revision.requestedBy()).isEqualTo("ann");
            });
    assertThat(pbx.audit.list(acme, 10))
        .extracting(entry -> entry.actor() + " " + entry.action() + " " + entry.subject())
        .containsExactly("ann trunk.saved Example");
  }

  @Test
  void anotherTenantsTrunkIsNotFoundChangedOrDeleted() {
    Trunk foreign = save(other, "Theirs");

    assertThat(trunks.find(acme, foreign.id())).isEmpty();
    assertThat(trunks.list(acme)).isEmpty();
    assertThat(trunks.delete(acme, foreign.id(), "ann")).isEmpty();
    trunks.save(acme, Optional.of(foreign.id()), form("Mine"), "ann");

    assertThat(trunks.find(other, foreign.id()).orElseThrow().trunk()).isEqualTo(foreign);
    assertThat(trunks.list(acme))
        .singleElement()
        .satisfies(mine -> assertThat(mine.trunk().id()).isNotEqualTo(foreign.id()));
  }

  @Test
  void aNameThatIsTakenIsRefusedAtTheNameWhateverItsCase() {
    save(acme, "Example");
    save(other, "Other");

    assertThatThrownBy(() -> save(acme, "EXAMPLE"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("name"));
    assertThat(save(acme, "Other").name().value()).isEqualTo("Other");
  }

  @Test
  void aChangedTrunkKeepsItsNameAndCannotTakeAnothers() {
    save(acme, "Example");
    Optional<TrunkId> mine = Optional.of(save(acme, "Mine").id());

    assertThat(trunks.save(acme, mine, form("Mine"), "ann").trunk().name().value())
        .isEqualTo("Mine");
    assertThatThrownBy(() -> trunks.save(acme, mine, form("example"), "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo("name"));
  }

  @Test
  void callsCannotBeSentToAnExtensionThatIsNotThere() {
    TrunkForm form = form("Example");
    form.setIncomingTo("101");

    assertThatThrownBy(() -> trunks.save(acme, Optional.empty(), form, "ann"))
        .isInstanceOfSatisfying(
            InvalidForm.class,
            refused ->
                assertThat(refused.sentences())
                    .containsEntry(
                        "incomingTo", "Nobody has the number 101. Please choose one that exists."));
    assertThat(pbx.revisions.list(acme, 10)).isEmpty();
  }

  @Test
  void aDraftStoresNothing() {
    trunks.draft(acme, Optional.empty(), form("Example"));

    assertThat(trunks.list(acme)).isEmpty();
    assertThat(pbx.revisions.list(acme, 10)).isEmpty();
  }

  @Test
  void trunksAreTriedInTheOrderTheyWereAddedAndAChangeKeepsThePlace() {
    Trunk first = save(acme, "First");
    Trunk second = save(acme, "Second");

    Trunk renamed = trunks.save(acme, Optional.of(first.id()), form("Still first"), "ann").trunk();

    assertThat(renamed.position()).isEqualTo(first.position()).isLessThan(second.position());
  }

  @Test
  void aTrunkThatIsSwitchedOffSaysSoWhateverWasSeenOfIt() {
    TrunkForm form = form("Example");
    form.setEnabled(false);
    Trunk off = trunks.save(acme, Optional.empty(), form, "ann").trunk();
    pbx.trunks.status(
        acme, off.sectionName(), TrunkStatus.State.REGISTERED, "", pbx.clock.instant());

    assertThat(trunks.find(acme, off.id()).orElseThrow().status().state())
        .isEqualTo(TrunkStatus.State.OFF);
  }
}
