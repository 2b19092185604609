package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.config.ConfigBundle;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.machine.DesiredState;
import org.ringfence.domain.machine.SnapshotId;
import org.ringfence.domain.machine.VirtualMachine;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess.Registration;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.revision.Revision;
import org.ringfence.domain.revision.RevisionState;
import org.ringfence.domain.tenant.Tenant;

class GuestTest {
  private static final String BOOT = "0b0e1c52-7d0f-4b52-9c63-3d7c2c7a2b11";

  private final Fleet fleet = new Fleet();
  private final MemoryExtensions extensions = new MemoryExtensions();
  private final MemoryHandlings handlings = new MemoryHandlings();
  private final MemorySounds sounds = new MemorySounds();
  private final GuestConfigurations configurations =
      new GuestConfigurations(
          fleet.machines,
          fleet.tenants,
          fleet.trunks,
          extensions,
          handlings,
          sounds,
          fleet.revisions,
          Fleet.NETWORK,
          fleet.clock);
  private final GuestReports reports =
      new GuestReports(fleet.machines, fleet.revisions, fleet.clock);
  private final Deque<GuestAnswer> orders = new ArrayDeque<>();
  private final WaitingGuests waiting =
      new WaitingGuests(
          configurations,
          tenantId -> Optional.ofNullable(orders.poll()),
          new EventTail(fleet.events, fleet.clock),
          Runnable::run);
  private final Tenant acme = fleet.tenant("acme");
  private final VirtualMachine machine = fleet.machine(acme);

  private GuestAnswer ask(int have) {
    return configurations.answer(machine.id(), have);
  }

  private GuestAnswer.Bundle bundle(int have) {
    return (GuestAnswer.Bundle) ask(have);
  }

  private Revision revision(int number) {
    return fleet.revisions.find(acme.id(), number).orElseThrow();
  }

  private static Trunk trunk(String host) {
    return new Trunk(
        TrunkId.random(),
        new DisplayName("Provider"),
        new Registration("4930123", new Secret("secret-of-the-trunk")),
        new SipHost(host),
        Optional.empty(),
        Transport.UDP,
        NumberFormat.PLUS_E164,
        Optional.empty(),
        Optional.empty(),
        true,
        1);
  }

  @Test
  void theFirstQuestionRendersTheRequestedRevision() {
    fleet.trunks.rows.add(trunk("sip.example.com"));
    GuestAnswer.Bundle answer = bundle(0);
    assertThat(answer.revision()).isEqualTo(1);
    assertThat(answer.digest()).isEqualTo(ConfigBundle.read(answer.tar()).digest());
    assertThat(answer.digest()).isEqualTo(revision(1).digest());
    assertThat(revision(1).state()).isEqualTo(RevisionState.RENDERED);
    assertThat(ConfigBundle.read(answer.tar()).masked())
        .extractingByKey("asterisk/pjsip.conf")
        .asString()
        .contains("sip.example.com");
  }

  @Test
  void theBundleNamesTheSoundsItNeedsAndDoesNotHoldThem() {
    byte[] content = new byte[100_000];
    Sound sound =
        new Sound(
            SoundId.random(),
            new DisplayName("Welcome"),
            SoundDigest.of(content),
            content.length,
            Optional.empty());
    sounds.save(acme.id(), sound, content, fleet.clock.instant());
    sounds.save(
        acme.id(),
        new Sound(
            SoundId.random(),
            new DisplayName("Unused"),
            SoundDigest.of(new byte[1]),
            1,
            Optional.empty()),
        new byte[1],
        fleet.clock.instant());
    handlings.save(
        acme.id(),
        Handling.read(
            HandlingKind.ANNOUNCEMENT,
            HandlingId.random(),
            Map.of("name", "Closed", "sound", sound.id().toString())));

    ConfigBundle bundle = ConfigBundle.read(bundle(0).tar());

    assertThat(bundle.file("sounds").orElseThrow().text()).isEqualTo(sound.digest() + "\n");
    assertThat(bundle.tar()).hasSizeLessThan(content.length);
  }

  @Test
  void askingAgainGivesTheSameBytesAndRendersNothing() {
    GuestAnswer.Bundle first = bundle(0);
    fleet.trunks.rows.add(trunk("unsaved.example.com"));
    assertThat(bundle(0).tar()).isEqualTo(first.tar());
  }

  @Test
  void whoHasTheNewestGetsNothing() {
    bundle(0);
    assertThat(ask(1)).isInstanceOf(GuestAnswer.Nothing.class);
  }

  @Test
  void aGuestThatKnowsMoreThanTheDatabaseGetsWhatTheDatabaseHas() {
    assertThat(bundle(7).revision()).isEqualTo(1);
  }

  @Test
  void onlyTheNewestOfManyRevisionsIsRendered() {
    fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
    fleet.revisions.request(acme.id(), "third", "anna", fleet.clock.instant());
    assertThat(bundle(0).revision()).isEqualTo(3);
    assertThat(revision(1).state()).isEqualTo(RevisionState.SUPERSEDED);
    assertThat(revision(2).state()).isEqualTo(RevisionState.SUPERSEDED);
  }

  @Test
  void aChangeWhileItReadsIsNeverHalfInABundle() {
    fleet.trunks.duringNextList =
        Optional.of(
            () -> {
              fleet.trunks.rows.add(trunk("late.example.com"));
              fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
            });
    GuestAnswer.Bundle answer = bundle(0);
    assertThat(answer.revision()).isEqualTo(2);
    assertThat(ConfigBundle.read(answer.tar()).masked().get("asterisk/pjsip.conf"))
        .contains("late.example.com");
  }

  @Test
  void afterARefusalTheAppliedRevisionStaysTheOneToRun() {
    bundle(0);
    reports.outcome(machine, 1, GuestReport.parse("result=applied\n"));
    fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
    bundle(1);
    reports.outcome(
        machine, 2, GuestReport.parse("result=failed\ndetail=Asterisk has no endpoint 101\n"));
    assertThat(revision(2).state()).isEqualTo(RevisionState.FAILED);
    assertThat(revision(2).reason()).isEqualTo("Asterisk has no endpoint 101");
    assertThat(ask(2)).isInstanceOf(GuestAnswer.Nothing.class);
    assertThat(bundle(0).revision()).isEqualTo(1);
  }

  @Test
  void aSuspendedPbxIsRenderedWithoutTrunksAndAResumedOneWithThem() {
    fleet.trunks.rows.add(trunk("sip.example.com"));
    fleet.machines.desire(acme.id(), DesiredState.SUSPENDED);
    fleet.revisions.request(acme.id(), "Suspended", "hoster", fleet.clock.instant());
    assertThat(ConfigBundle.read(bundle(0).tar()).masked().values())
        .noneMatch(file -> file.contains("sip.example.com"));
    fleet.machines.desire(acme.id(), DesiredState.RUNNING);
    fleet.revisions.request(acme.id(), "Resumed", "hoster", fleet.clock.instant());
    assertThat(ConfigBundle.read(bundle(2).tar()).masked().get("asterisk/pjsip.conf"))
        .contains("sip.example.com");
  }

  @Test
  void aPbxInQuarantineIsRenderedWithoutTrunksUntilItIsReleased() {
    fleet.trunks.rows.add(trunk("sip.example.com"));
    SnapshotId snapshot = SnapshotId.random();
    Secret amiSecret = Secret.random();
    fleet.snapshots.askRollBack(acme.id(), snapshot);
    fleet.snapshots.rolledBack(machine.id(), snapshot, Secret.random(), amiSecret);
    fleet.revisions.request(acme.id(), "Put back", "hoster", fleet.clock.instant());
    ConfigBundle quarantined = ConfigBundle.read(bundle(0).tar());
    assertThat(quarantined.masked().values()).noneMatch(file -> file.contains("sip.example.com"));
    assertThat(new String(bundle(0).tar(), StandardCharsets.ISO_8859_1))
        .contains(amiSecret.reveal());
    fleet.snapshots.endQuarantine(acme.id());
    fleet.revisions.request(acme.id(), "Released", "hoster", fleet.clock.instant());
    assertThat(ConfigBundle.read(bundle(2).tar()).masked().get("asterisk/pjsip.conf"))
        .contains("sip.example.com");
  }

  @Test
  void aSuspensionWhileItReadsIsNotMissed() {
    fleet.trunks.rows.add(trunk("sip.example.com"));
    fleet.trunks.duringNextList =
        Optional.of(
            () -> {
              fleet.machines.desire(acme.id(), DesiredState.SUSPENDED);
              fleet.revisions.request(acme.id(), "Suspended", "hoster", fleet.clock.instant());
            });
    GuestAnswer.Bundle answer = bundle(0);
    assertThat(answer.revision()).isEqualTo(2);
    assertThat(ConfigBundle.read(answer.tar()).masked().values())
        .noneMatch(file -> file.contains("sip.example.com"));
  }

  @Test
  void aDeletedVmIsToldSo() {
    fleet.machines.desire(acme.id(), DesiredState.DELETED);
    assertThat(ask(0)).isInstanceOf(GuestAnswer.Gone.class);
    fleet.machines.remove(machine.id());
    assertThat(ask(0)).isInstanceOf(GuestAnswer.Gone.class);
  }

  @Test
  void aGuestThatAsksIsHeard() {
    reports.asks(machine, BOOT, 0);
    assertThat(fleet.machine(acme).bootId()).isEqualTo(BOOT);
    assertThat(fleet.machines.lastHeard(machine.id())).contains(fleet.clock.instant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "boot=x y\nrevision=1\nasterisk=up\n",
        "boot=abc\nasterisk=up\n",
        "boot=abc\nrevision=-1\nasterisk=up\n",
        "boot=abc\nrevision=1\nasterisk=maybe\n"
      })
  void aStateThatIsNoneIsRefused(String body) {
    assertThatThrownBy(() -> reports.state(machine, GuestReport.parse(body)))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void anOutcomeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> reports.outcome(machine, 1, GuestReport.parse("result=perhaps\n")))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void aDetailIsOneLineWithoutControlCharacters() {
    bundle(0);
    reports.outcome(
        machine, 1, GuestReport.parse("result=failed\ndetail=no\tsuch\u001b[31m endpoint\n"));
    assertThat(revision(1).reason()).isEqualTo("no such [31m endpoint");
  }

  @Test
  void aLostReportOfSuccessIsMadeUpForByTheNextState() {
    bundle(0);
    reports.state(machine, GuestReport.parse("boot=" + BOOT + "\nrevision=1\nasterisk=up\n"));
    assertThat(revision(1).state())
        .as("it may still be on trial")
        .isEqualTo(RevisionState.RENDERED);
    reports.asks(machine, BOOT, 1);
    reports.state(machine, GuestReport.parse("boot=" + BOOT + "\nrevision=1\nasterisk=up\n"));
    assertThat(revision(1).state()).isEqualTo(RevisionState.APPLIED);
  }

  @Test
  void aLostReportOfFailureIsMadeUpForByTheNextState() {
    bundle(0);
    reports.outcome(machine, 1, GuestReport.parse("result=applied\n"));
    fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
    bundle(1);
    reports.asks(machine, BOOT, 2);
    reports.state(machine, GuestReport.parse("boot=" + BOOT + "\nrevision=1\nasterisk=up\n"));
    assertThat(revision(2).state()).isEqualTo(RevisionState.FAILED);
    assertThat(revision(2).reason()).contains("runs revision 1");
  }

  @Test
  void aWaitingGuestGetsAnOrderWhenItTakesOrdersAndOnlyOnce() {
    bundle(0);
    List<GuestAnswer> answers = new ArrayList<>();
    List<GuestAnswer> old = new ArrayList<>();
    waiting.add(acme.id(), machine.id(), 1, false, old::add);
    waiting.add(acme.id(), machine.id(), 1, true, answers::add);
    waiting.follow();
    orders.add(new GuestAnswer.Examine("id=1\n"));
    fleet.events.publish(Optional.of(acme.id()), "examination", "1", fleet.clock.instant());
    waiting.follow();

    assertThat(answers).containsExactly(new GuestAnswer.Examine("id=1\n"));
    assertThat(old).isEmpty();
    assertThat(waiting.count()).isEqualTo(1);
  }

  @Test
  void aWaitingGuestIsAnsweredWhenItsTenantChanges() {
    bundle(0);
    List<GuestAnswer> answers = new ArrayList<>();
    waiting.add(acme.id(), machine.id(), 1, false, answers::add);
    waiting.follow();
    assertThat(answers).isEmpty();
    fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
    waiting.follow();
    assertThat(answers)
        .singleElement()
        .isInstanceOfSatisfying(
            GuestAnswer.Bundle.class, answer -> assertThat(answer.revision()).isEqualTo(2));
    assertThat(waiting.count()).isZero();
  }

  @Test
  void anotherTenantsChangeWakesNobodyElse() {
    Tenant zeta = fleet.tenant("zeta");
    bundle(0);
    List<GuestAnswer> answers = new ArrayList<>();
    waiting.add(acme.id(), machine.id(), 1, false, answers::add);
    waiting.follow();
    fleet.revisions.request(zeta.id(), "second", "zoe", fleet.clock.instant());
    waiting.follow();
    assertThat(answers).isEmpty();
    assertThat(waiting.count()).isEqualTo(1);
  }

  @Test
  void aChangeBetweenQuestionAndWaitingIsNotMissed() {
    bundle(0);
    fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
    List<GuestAnswer> answers = new ArrayList<>();
    waiting.add(acme.id(), machine.id(), 1, false, answers::add);
    assertThat(answers).hasSize(1);
  }

  @Test
  void aChangeBeforeTheFeedIsTakenUpAgainIsNotMissed() {
    bundle(0);
    waiting.follow();
    List<GuestAnswer> answers = new ArrayList<>();
    waiting.add(acme.id(), machine.id(), 1, false, answers::add);
    fleet.revisions.request(acme.id(), "second", "anna", fleet.clock.instant());
    waiting.follow();
    assertThat(answers).hasSize(1);
    assertThat(waiting.count()).isZero();
  }

  @Test
  void aChangeThatCommitsLateIsSeen() {
    EventTail tail = new EventTail(fleet.events, fleet.clock);
    tail.fresh();
    long late = fleet.events.takeId();
    fleet.events.publish(Optional.of(acme.id()), "trunk", "x", fleet.clock.instant());
    assertThat(tail.fresh()).hasSize(1);
    fleet.clock.pass(Duration.ofSeconds(2));
    fleet.events.commitLate(late, Optional.of(acme.id()), "revision", fleet.clock.instant());
    assertThat(tail.fresh()).singleElement().satisfies(e -> assertThat(e.id()).isEqualTo(late));
    fleet.clock.pass(Duration.ofSeconds(6));
    assertThat(tail.fresh()).isEmpty();
    assertThat(tail.fresh()).isEmpty();
  }

  @Test
  void onlyTheVmsOwnSecretOpens() {
    assertThat(credentials(machine.id() + ":" + machine.guestSecret().reveal()))
        .hasValueSatisfying(found -> assertThat(found.check(fleet.machines)).isPresent());
    Tenant zeta = fleet.tenant("zeta");
    for (String wrong :
        List.of(
            machine.id() + ":" + fleet.machine(zeta).guestSecret().reveal(),
            machine.id() + ":" + machine.amiSecret().reveal(),
            fleet.machine(zeta).id() + ":" + machine.guestSecret().reveal(),
            "00000000-0000-0000-0000-000000000000:" + machine.guestSecret().reveal())) {
      assertThat(credentials(wrong).flatMap(found -> found.check(fleet.machines))).isEmpty();
    }
  }

  @Test
  void whatIsNoCredentialIsNone() {
    for (String text : List.of("", ":", "no-uuid:secret", machine.id() + ":", machine.id() + "")) {
      assertThat(credentials(text)).as(text).isEmpty();
    }
    assertThat(GuestCredentials.parse(null)).isEmpty();
    assertThat(GuestCredentials.parse("Bearer abc")).isEmpty();
    assertThat(GuestCredentials.parse("Basic !!!")).isEmpty();
  }

  private static Optional<GuestCredentials> credentials(String text) {
    return GuestCredentials.parse(
        "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theIdentityRefusesALineFeed() {
    ProvisionerSettings settings =
        new ProvisionerSettings(
            Fleet.NETWORK,
            "https://10.213.180.1:18001\nsecret=mine",
            "sha256//x",
            Optional.empty(),
            "",
            1,
            256,
            1024,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            1);
    assertThatThrownBy(
            () -> new Identities(settings).of(machine, acme.slug(), fleet.clock.instant()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("portal_url");
  }

  @Test
  void theFirstConfigurationRidesAlongWithTheIdentity() throws Exception {
    byte[] tar = {1, 2, 3};
    String text =
        new Identities(Fleet.SETTINGS)
            .of(
                machine,
                acme.slug(),
                fleet.clock.instant(),
                new GuestAnswer.Bundle(7, "0".repeat(64), tar))
            .text();
    String packed =
        text.lines()
            .filter(line -> line.startsWith("bundle="))
            .map(line -> line.substring("bundle=".length()))
            .collect(java.util.stream.Collectors.joining("\n"));
    try (var unpacked =
        new java.util.zip.GZIPInputStream(
            new java.io.ByteArrayInputStream(java.util.Base64.getMimeDecoder().decode(packed)))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(tar);
    }
    assertThat(text).contains("\nbundle_revision=7\n").endsWith("\nend\n");
  }

  @Test
  void aConfigurationThatIsTooLargeForTheChannelIsLeftToTheGuestsQuestion() {
    byte[] tar = new byte[20_000];
    new java.util.Random(1).nextBytes(tar);
    String text =
        new Identities(Fleet.SETTINGS)
            .of(
                machine,
                acme.slug(),
                fleet.clock.instant(),
                new GuestAnswer.Bundle(7, "0".repeat(64), tar))
            .text();
    assertThat(text).doesNotContain("bundle").endsWith("\nend\n");
  }
}
