package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.pbx.VoicemailPin;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.Tenant;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessage.MailState;
import org.ringfence.domain.voicemail.VoiceMessageId;

/** From a guest's mailbox to the portal and by e-mail. */
class VoicemailTest {
  private static final VoiceMessageId ID = new VoiceMessageId("1795000000-00000001");

  private final Fleet fleet = new Fleet();
  private final Tenant acme = fleet.tenant("acme");
  private final MemoryExtensions extensions = new MemoryExtensions();
  private final MemoryVoiceMessages messages = new MemoryVoiceMessages(acme.id());
  private final GuestVoicemail guest = new GuestVoicemail(messages, extensions, fleet.clock);

  private void person(Map<String, String> settings) {
    extensions.save(
        acme.id(),
        new Extension(
            new ExtensionId(new UUID(1, 101)),
            new ExtensionNumber("101"),
            new DisplayName("Ann"),
            DigestCredentials.of("101", "acme", new Secret("x")),
            ExtensionSettings.of(settings, Optional.of(new VoicemailPin("4711")), 7)));
  }

  private static byte[] wav() {
    byte[] sound = new byte[3000];
    System.arraycopy("RIFF".getBytes(StandardCharsets.US_ASCII), 0, sound, 0, 4);
    for (int i = 44; i < sound.length; i++) {
      sound[i] = (byte) i;
    }
    return sound;
  }

  private static byte[] body(String head) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(wav());
    return body.toByteArray();
  }

  private void take() {
    take("Bob, \"The\" Builder");
  }

  private void take(String caller) {
    guest.take(
        acme.id(),
        ID.value(),
        body(
            """
            callerid="%s" <+4930123456>
            origtime=%d
            duration=12
            mailbox=101
            folder=INBOX

            """
                .formatted(caller, fleet.clock.instant().getEpochSecond())
                // Turns what follows around, where it is let through.
                .replace("Bob", "Bob\u202e")));
  }

  @Test
  void theCentreWantsWhatItDoesNotHaveAndTakesItOnce() {
    person(Map.of("voicemail", "true"));
    assertThat(guest.present(acme.id(), ID + " 101 INBOX\n")).isEqualTo("want " + ID + "\n");
    take();
    take();

    assertThat(messages.list(acme.id(), 10)).hasSize(1);
    assertThat(messages.sound(acme.id(), ID)).hasValue(wav());
    VoiceMessage message = messages.row(ID);
    assertThat(message.callerNumber()).isEqualTo("+4930123456");
    assertThat(message.callerName()).isEqualTo("Bob, \"The\" Builder");
    assertThat(message.seconds()).isEqualTo(12);
    assertThat(message.mail().state()).isEqualTo(MailState.NONE);
    assertThat(guest.present(acme.id(), ID + " 101 Old\n")).isEmpty();
    assertThat(messages.row(ID).isNew()).isFalse();
  }

  @Test
  void whatIsDeletedOnOneSideGoesOnTheOther() {
    take();
    messages.remove(acme.id(), ID, fleet.clock.instant());
    assertThat(guest.present(acme.id(), ID + " 101 INBOX\n")).isEqualTo("remove " + ID + "\n");

    VoiceMessageId other = new VoiceMessageId("1795000001-00000002");
    guest.take(acme.id(), other.value(), body("mailbox=101\nfolder=INBOX\n\n"));
    guest.present(acme.id(), "");
    assertThat(messages.list(acme.id(), 10)).isEmpty();
    // A message that comes again after that is not taken again.
    guest.take(acme.id(), other.value(), body("mailbox=101\nfolder=INBOX\n\n"));
    assertThat(messages.list(acme.id(), 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailbox=101\nfolder=INBOX\n",
        "mailbox=x\nfolder=INBOX\n\n",
        "mailbox=101\nfolder=../x\n\n",
        "folder=INBOX\n\n"
      })
  void whatIsNoMessageIsRefused(String head) {
    assertThatThrownBy(() -> guest.take(acme.id(), ID.value(), body(head)))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> guest.take(acme.id(), "../x", body("mailbox=101\nfolder=Old\n\n")))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> guest.present(acme.id(), ID + " 101\n"))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void aMessageReachesThePersonsAddressWithItsSound() throws Exception {
    person(Map.of("voicemail", "true", "email", "ann@example.com"));
    take();
    try (SmtpPeer server = new SmtpPeer()) {
      VoicemailLetters letters = letters(server);
      assertThat(letters.sendOne()).isTrue();
      assertThat(letters.sendOne()).isFalse();

      assertThat(server.recipients).singleElement().asString().contains("<ann@example.com>");
      MimeMessage letter = parsed(server);
      assertThat(letter.getSubject())
          .isEqualTo("Sprachnachricht von Bob, \"The\" Builder +4930123456 für 101 (0:12)");
      assertThat(letter.getFrom()[0].toString()).contains("pbx@example.net");
      assertThat(letter.getMessageID()).isEqualTo("<voicemail-" + ID + "@acme.ringfence>");
      MimeMultipart parts = (MimeMultipart) letter.getContent();
      assertThat(parts.getBodyPart(0).getContent().toString()).contains("*97");
      BodyPart sound = parts.getBodyPart(1);
      assertThat(sound.getFileName()).endsWith(".wav");
      assertThat(sound.getInputStream().readAllBytes()).isEqualTo(wav());
    }
    assertThat(messages.row(ID).mail().state()).isEqualTo(MailState.SENT);
  }

  @Test
  void whatACallerIsCalledIsNoMarkupNoLinkAndNoHeaderOfTheLetter() throws Exception {
    person(Map.of("voicemail", "true", "email", "ann@example.com"));
    take(
        "<img src=x onerror=alert(1)> {0} https://evil.example www.evil.example\u0085"
            + "Bcc: all@evil.example");
    try (SmtpPeer server = new SmtpPeer()) {
      assertThat(letters(server).sendOne()).isTrue();

      assertThat(server.recipients).singleElement().asString().contains("<ann@example.com>");
      MimeMessage letter = parsed(server);
      assertThat(letter.getHeader("Bcc")).isNull();
      assertThat(letter.getSubject())
          .startsWith("Sprachnachricht von <img src=x onerror=alert(1)> {0} https ://evil.example");
      BodyPart text = ((MimeMultipart) letter.getContent()).getBodyPart(0);
      assertThat(text.getContentType()).isEqualTo("text/plain; charset=UTF-8");
      assertThat(text.getContent().toString())
          .contains("<img src=x onerror=alert(1)>")
          .doesNotContain("https://")
          .doesNotContain("www.");
    }
  }

  @Test
  void aServerThatRefusesIsTriedAgainLaterAndGivenUpAfterDays() throws Exception {
    person(Map.of("voicemail", "true", "email", "ann@example.com"));
    take();
    try (SmtpPeer server = new SmtpPeer()) {
      VoicemailLetters letters = letters(server);
      server.answering("451 Too busy");
      assertThat(letters.sendOne()).isTrue();
      assertThat(messages.row(ID).mail().state()).isEqualTo(MailState.WAITING);
      assertThat(messages.row(ID).mail().reason()).contains("451 Too busy");
      assertThat(letters.sendOne()).isFalse();

      fleet.clock.pass(Duration.ofMinutes(1));
      server.answering("250 Ok");
      assertThat(letters.sendOne()).isTrue();
      assertThat(server.letters).hasSize(1);
      assertThat(messages.row(ID).mail().state()).isEqualTo(MailState.SENT);
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    person(Map.of("voicemail", "true", "email", "ann@example.com"));
    take();
    SmtpPeer server = new SmtpPeer();
    VoicemailLetters letters = letters(server);
    server.close();
    fleet.clock.pass(Duration.ofDays(4));

    assertThat(letters.sendOne()).isTrue();
    assertThat(messages.row(ID).mail().state()).isEqualTo(MailState.FAILED);
    assertThat(messages.row(ID).mail().reason()).isNotBlank();
  }

  @Test
  void whatAPhoneChangedIsShownUntilThePortalSavesSomethingElse() {
    person(Map.of("busy", "103"));
    GuestPeople people = new GuestPeople(extensions);
    people.reported(
        acme.id(), "101/version=7\n101/always=03012345\n101/dnd=1\n101/agent=1\n101/busy=\n");
    ExtensionSettings now = extensions.list(acme.id()).get(0).settings();
    assertThat(now.always()).hasToString("Optional[03012345]");
    assertThat(now.doNotDisturb()).isTrue();
    assertThat(now.loggedIn()).isTrue();
    assertThat(now.busy()).isEmpty();
    assertThat(now.version()).isEqualTo(7);

    people.reported(acme.id(), "101/version=6\n101/always=104\n");
    assertThat(extensions.list(acme.id()).get(0).settings()).isEqualTo(now);
    people.reported(acme.id(), "199/always=104\n");
    assertThatThrownBy(() -> people.reported(acme.id(), "101/always=1&2\n"))
        .isInstanceOf(InvalidValue.class);
  }

  private VoicemailLetters letters(SmtpPeer server) {
    return new VoicemailLetters(
        messages,
        fleet.tenants,
        new SmtpServer(
            "127.0.0.1",
            server.port(),
            "none",
            Optional.empty(),
            Optional.empty(),
            new EmailAddress("pbx@example.net")),
        fleet.clock);
  }

  static MimeMessage parsed(SmtpPeer server) throws Exception {
    assertThat(server.letters).hasSize(1);
    byte[] bytes = server.letters.get(0).getBytes(StandardCharsets.ISO_8859_1);
    try (ByteArrayInputStream in = new ByteArrayInputStream(bytes)) {
      return new MimeMessage(Session.getInstance(new Properties()), in);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
