package org.ringfence.reconciler;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Text;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.domain.voicemail.VoiceMessage;
import org.ringfence.domain.voicemail.VoiceMessage.Mail;
import org.ringfence.domain.voicemail.VoiceMessage.Place;
import org.ringfence.domain.voicemail.VoiceMessageId;
import org.ringfence.domain.voicemail.VoiceMessageRepository;

/** Takes what guests say of their mailboxes, and their messages. */
final class GuestVoicemail {
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9]{1,16}");
  private static final Pattern CALLER =
      // Also where a name holds what a pattern takes for the end of a line.
      Pattern.compile("(?s)(?:\"?(.*?)\"?\\s*)?<([^<>]*)>");
  private static final Pattern EPOCH = Pattern.compile("[0-9]{1,11}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

  private final VoiceMessageRepository messages;
  private final ExtensionRepository extensions;
  private final Clock clock;

  GuestVoicemail(VoiceMessageRepository messages, ExtensionRepository extensions, Clock clock) {
    this.messages = messages;
    this.extensions = extensions;
    this.clock = clock;
  }

  /**
   * {@code POST people/voicemail}: one line a message, {@code id mailbox folder}.
   *
   * @return one line for each message that the guest is to send ({@code want id}) or to delete
   *     ({@code remove id})
   * @throws InvalidValue when the body is no such list
   */
  String present(TenantId tenantId, String body) {
    Map<VoiceMessageId, Place> present = new LinkedHashMap<>();
    for (String line : body.lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words.length != 3) {
        throw new InvalidValue("a line is no message");
      }
      present.put(new VoiceMessageId(words[0]), place(words[1], words[2]));
    }
    messages.present(tenantId, present, clock.instant());
    Map<VoiceMessageId, Boolean> known = messages.known(tenantId, present.keySet());
    StringBuilder answer = new StringBuilder();
    for (VoiceMessageId id : present.keySet()) {
      Boolean removed = known.get(id);
      if (removed == null) {
        answer.append("want ").append(id).append('\n');
      } else if (removed) {
        answer.append("remove ").append(id).append('\n');
      }
    }
    return answer.toString();
  }

  /**
   * {@code POST people/voicemail/<id>}: {@code key=value} lines, an empty line, a WAV file. A
   * message that is known already is not taken again.
   *
   * @throws InvalidValue when it is no message
   */
  void take(TenantId tenantId, String id, byte[] body) {
    int end = headEnd(body);
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : new String(body, 0, end, StandardCharsets.UTF_8).lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(
            line.substring(0, equals), line.substring(equals + 1).replaceAll("\\p{Cntrl}", " "));
      }
    }
    Place place = place(value(values, "mailbox"), value(values, "folder"));
    byte[] sound = new byte[body.length - end - 1];
    System.arraycopy(body, end + 1, sound, 0, sound.length);
    if (sound.length < 44 || sound[0] != 'R' || sound[1] != 'I' || sound[2] != 'F') {
      throw new InvalidValue("the sound is no WAV file");
    }
    Matcher caller = CALLER.matcher(value(values, "callerid").strip());
    boolean known = caller.matches();
    Instant now = clock.instant();
    messages.add(
        tenantId,
        new VoiceMessage(
            new VoiceMessageId(id),
            place,
            (known ? caller.group(2) : "").replaceAll("[^+0-9*#]", ""),
            known ? Text.visible(Optional.ofNullable(caller.group(1)).orElse("")) : "",
            number(SECONDS, value(values, "duration"), 0).intValue(),
            Instant.ofEpochSecond(
                number(EPOCH, value(values, "origtime"), now.getEpochSecond()).longValue()),
            mail(tenantId, place.mailbox())),
        sound,
        now);
  }

  private Mail mail(TenantId tenantId, ExtensionNumber mailbox) {
    return extensions
        .findByNumber(tenantId, mailbox)
        .flatMap(extension -> extension.settings().email())
        .map(address -> Mail.to(address.value()))
        .orElseGet(Mail::none);
  }

  /** The index of the line feed that makes the empty line. */
  private static int headEnd(byte[] body) {
    for (int i = 1; i < body.length; i++) {
      if (body[i] == '\n' && body[i - 1] == '\n') {
        return i;
      }
    }
    throw new InvalidValue("the message has no sound");
  }

  private static Place place(String mailbox, String folder) {
    if (!FOLDER.matcher(folder).matches()) {
      throw new InvalidValue("this is no folder");
    }
    return new Place(new ExtensionNumber(mailbox), folder);
  }

  private static String value(Map<String, String> values, String key) {
    return values.getOrDefault(key, "");
  }

  private static Long number(Pattern shape, String text, long otherwise) {
    return shape.matcher(text).matches() ? Long.valueOf(text) : Long.valueOf(otherwise);
  }
}
