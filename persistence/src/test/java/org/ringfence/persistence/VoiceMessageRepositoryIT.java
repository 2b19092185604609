package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessage.Mail;
import org.ringfence.domain.voicemail.VoiceMessage.MailState;
import org.ringfence.domain.voicemail.VoiceMessage.Place;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.domain.voicemail.VoiceMessageRepository.Outgoing;

/** Voice messages, and the wishes of the people they were left for. */
class VoiceMessageRepositoryIT {
  private static final VoiceMessageId ID = new VoiceMessageId("1795000000-0000000a");
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
  private static final Duration LEASE = Duration.ofMinutes(3);
  private static final byte[] SOUND = new byte[100_000];

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private static VoiceMessage message(Mail mail) {
    return new VoiceMessage(
        ID, new Place(new ExtensionNumber("101"), "INBOX"), "+4930123456", "Zoë 📞", 12, NOW, mail);
  }

  @Test
  void aMessageIsTakenOnceAndFoundAgainWithItsSound() {
    assertThat(database.voiceMessages.add(acme, message(Mail.none()), SOUND, NOW)).isTrue();
    assertThat(database.voiceMessages.add(acme, message(Mail.none()), SOUND, NOW)).isFalse();

    assertThat(database.voiceMessages.list(acme, 10)).containsExactly(message(Mail.none()));
    assertThat(database.voiceMessages.sound(acme, ID)).hasValue(SOUND);
  }

  @Test
  void anotherTenantsMessageIsNeitherFoundHeardMovedNorRemoved() {
    database.voiceMessages.add(acme, message(Mail.none()), SOUND, NOW);

    assertThat(database.voiceMessages.find(zeta, ID)).isEmpty();
    assertThat(database.voiceMessages.sound(zeta, ID)).isEmpty();
    assertThat(database.voiceMessages.remove(zeta, ID, NOW)).isFalse();
    assertThat(database.voiceMessages.known(zeta, Set.of(ID))).isEmpty();
    database.voiceMessages.present(zeta, Map.of(), NOW);
    assertThat(database.voiceMessages.list(acme, 10)).hasSize(1);
    // The same id may be another tenant's, too.
    assertThat(database.voiceMessages.add(zeta, message(Mail.none()), SOUND, NOW)).isTrue();
  }

  @Test
  void aRemovedMessageIsRememberedWithoutItsSound() {
    database.voiceMessages.add(acme, message(Mail.none()), SOUND, NOW);
    assertThat(database.voiceMessages.remove(acme, ID, NOW)).isTrue();

    assertThat(database.voiceMessages.list(acme, 10)).isEmpty();
    assertThat(database.voiceMessages.sound(acme, ID)).isEmpty();
    assertThat(database.voiceMessages.known(acme, Set.of(ID))).isEqualTo(Map.of(ID, true));
    assertThat(database.voiceMessages.add(acme, message(Mail.none()), SOUND, NOW)).isFalse();
  }

  @Test
  void messagesFollowWhatLiesInTheVm() {
    database.voiceMessages.add(acme, message(Mail.none()), SOUND, NOW);
    database.voiceMessages.present(
        acme, Map.of(ID, new Place(new ExtensionNumber("102"), "Old")), NOW);
    VoiceMessage moved = database.voiceMessages.find(acme, ID).orElseThrow();
    assertThat(moved.isNew()).isFalse();
    assertThat(moved.mailbox().value()).isEqualTo("102");

    database.voiceMessages.present(acme, Map.of(), NOW);
    assertThat(database.voiceMessages.list(acme, 10)).isEmpty();
  }

  @Test
  void oneSenderAtATimeHasALetter() {
    database.voiceMessages.add(acme, message(Mail.to("ann@example.com")), SOUND, NOW);

    Outgoing claimed = database.voiceMessages.claimMail(LEASE, NOW).orElseThrow();
    assertThat(claimed.tenantId()).isEqualTo(acme);
    assertThat(claimed.attempts()).isZero();
    assertThat(database.voiceMessages.claimMail(LEASE, NOW)).isEmpty();
    assertThat(database.voiceMessages.claimMail(LEASE, NOW.plus(LEASE)))
        .map(Outgoing::attempts)
        .hasValue(1);

    database.voiceMessages.notMailed(acme, ID, "451 Later", Optional.of(NOW.plus(LEASE)));
    assertThat(database.voiceMessages.find(acme, ID).orElseThrow().mail())
        .isEqualTo(new Mail(MailState.WAITING, "ann@example.com", "451 Later"));
    database.voiceMessages.mailed(acme, ID);
    assertThat(database.voiceMessages.claimMail(LEASE, NOW.plus(LEASE).plus(LEASE))).isEmpty();
    assertThat(database.voiceMessages.find(acme, ID).orElseThrow().mail().state())
        .isEqualTo(MailState.SENT);
  }

  @Test
  void whatAPersonWantsIsFoundAgainAndThePinIsNotReadableInTheTable() throws Exception {
    Extension plain =
        new Extension(
            ExtensionId.random(),
            new ExtensionNumber("101"),
            new DisplayName("Ann"),
            DigestCredentials.of("101", "acme", new Secret("x")));
    database.extensions.save(acme, plain);
    assertThat(database.extensions.list(acme)).containsExactly(plain);

    Extension special =
        plain.with(
            ExtensionSettings.of(
                Map.of(
                    "voicemail", "true",
                    "email", "ann@example.com",
                    "always", "0301234567",
                    "followMe", "102\n+4930123456",
                    "devices", "3"),
                Optional.of(new VoicemailPin("471100")),
                1_795_000_000_123L));
    database.extensions.save(acme, special);
    assertThat(database.extensions.list(acme)).containsExactly(special);
  }
}
