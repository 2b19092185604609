package org.ringfence.web.sound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.pbx.HandlingRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SoundRepository;
import org.ringfence.domain.pbx.SpeechText;
import org.ringfence.domain.pbx.SpeechVoice;
import org.ringfence.domain.revision.RevisionRepository;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.extension.Extensions.Usage;
import org.ringfence.web.form.FieldReader;
import org.ringfence.web.form.InvalidForm;

/**
 * What a tenant admin does with sounds. A changed sound asks for a new revision when something
 * plays it.
 */
@ApplicationScoped
@Transactional
public class Sounds {
  /** The largest file that is taken: two minutes in stereo at 44.1 kHz, ten in mono at 16 kHz. */
  public static final int MOST_UPLOAD_BYTES = 20 * 1024 * 1024;

  /** What all sounds of a tenant may take as they are stored, some 70 minutes. */
  static final int QUOTA_BYTES = 64 * 1024 * 1024;

  @Inject SoundRepository sounds;
  @Inject HandlingRepository handlings;
  @Inject RevisionRepository revisions;
  @Inject AuditLog audit;
  @Inject Speech speech;
  @Inject Clock clock;

  /** What a sound is made from: a file, or a voice and a text. */
  public sealed interface Origin {
    /** A WAV file as somebody sent it. */
    final class File implements Origin {
      private final byte[] bytes;

      public File(byte[] bytes) {
        this.bytes = bytes.clone();
      }
    }

    /** A text to be read out; both as somebody typed them. */
    record Text(String voice, String text) implements Origin {}
  }

  /** A stored sound and, when something plays it, the revision that brings it to the VM. */
  public record Saved(Sound sound, Optional<Integer> revision) {}

  public List<Sound> list(TenantId tenantId) {
    return sounds.list(tenantId);
  }

  public Optional<Sound> find(TenantId tenantId, SoundId id) {
    return sounds.find(tenantId, id);
  }

  /** The file of a sound; empty when the tenant has no such sound. */
  public Optional<byte[]> file(TenantId tenantId, SoundId id) {
    return sounds.find(tenantId, id).flatMap(sound -> sounds.content(tenantId, sound.digest()));
  }

  /** How many bytes the tenant's sounds take, and how many they may. */
  public long used(TenantId tenantId) {
    return sounds.list(tenantId).stream().mapToLong(Sound::bytes).sum();
  }

  /**
   * Adds a sound.
   *
   * @throws InvalidForm when a field is refused
   */
  public Saved add(TenantId tenantId, String name, Origin origin, String actor) {
    return store(tenantId, SoundId.random(), name, origin, actor, "added");
  }

  /**
   * Replaces a sound by another one of that name; empty when the tenant has no such sound.
   *
   * @throws InvalidForm when a field is refused
   */
  public Optional<Saved> change(
      TenantId tenantId, SoundId id, String name, Origin origin, String actor) {
    return sounds
        .find(tenantId, id)
        .map(stored -> store(tenantId, id, name, origin, actor, "changed"));
  }

  private Saved store(
      TenantId tenantId, SoundId id, String name, Origin origin, String actor, String what) {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    var content = fields.read("file", () -> new byte[0]);
    Optional<Sound.Spoken> spoken = Optional.empty();
    if (origin instanceof Origin.Text text) {
      var voice = fields.required("voice", text.voice(), SpeechVoice::of);
      var words = fields.required("text", text.text(), SpeechText::new);
      fields.check();
      spoken = Optional.of(new Sound.Spoken(voice.get(), words.get()));
      Sound.Spoken reading = spoken.get();
      content = fields.read("text", () -> WaveFile.toTelephone(speech.read(reading)));
    } else if (origin instanceof Origin.File file) {
      content = fields.read("file", () -> converted(file.bytes));
    }
    fields.check();
    byte[] bytes = content.get();
    Sound sound = new Sound(id, readName.get(), SoundDigest.of(bytes), bytes.length, spoken);
    requireRoom(tenantId, sound);
    try {
      sounds.save(tenantId, sound, bytes, clock.instant());
    } catch (NameTaken taken) {
      throw new InvalidForm(taken.field(), taken);
    } catch (InvalidValue gone) {
      throw new InvalidForm("id", gone);
    }
    return new Saved(sound, record(tenantId, actor, "sound.saved", sound, what));
  }

  private static byte[] converted(byte[] file) {
    if (file.length == 0) {
      throw new InvalidValue("Please choose a WAV file, or write a text that is read out.");
    }
    if (file.length > MOST_UPLOAD_BYTES) {
      throw new InvalidValue(
          "The file is larger than "
              + MOST_UPLOAD_BYTES / (1024 * 1024)
              + " MiB. Please save it in mono, with 16000 samples a second or fewer.");
    }
    return WaveFile.toTelephone(file);
  }

  private void requireRoom(TenantId tenantId, Sound sound) {
    long others =
        sounds.list(tenantId).stream()
            .filter(each -> !each.id().equals(sound.id()))
            .mapToLong(Sound::bytes)
            .sum();
    if (others + sound.bytes() > QUOTA_BYTES) {
      throw new InvalidForm(
          Map.of(
              "file",
              "All sounds together would be longer than "
                  + QUOTA_BYTES / (2 * Sound.RATE * 60)
                  + " minutes. Please delete some first."));
    }
  }

  /**
   * Gives a sound another name; empty when the tenant has no such sound.
   *
   * @throws InvalidForm when the name is refused
   */
  public Optional<Sound> rename(TenantId tenantId, SoundId id, String name, String actor) {
    FieldReader fields = new FieldReader();
    var readName = fields.required("name", name, DisplayName::new);
    fields.check();
    try {
      if (!sounds.rename(tenantId, id, readName.get())) {
        return Optional.empty();
      }
    } catch (NameTaken taken) {
      throw new InvalidForm(taken.field(), taken);
    }
    audit.append(
        new AuditEntry(
            Optional.of(tenantId), actor, "sound.saved", readName.get().value(), clock.instant()));
    return sounds.find(tenantId, id);
  }

  /** What plays a sound. */
  public List<Usage> usages(TenantId tenantId, SoundId id) {
    List<Usage> usages = new ArrayList<>();
    handlings.list(tenantId).stream()
        .filter(handling -> handling.sounds().contains(id))
        .forEach(
            handling ->
                usages.add(new Usage(handling.name().value(), "/call-handling/" + handling.id())));
    return usages;
  }

  /**
   * Deletes a sound; false when the tenant has no such sound.
   *
   * @throws InvalidForm when something still plays it
   */
  public boolean delete(TenantId tenantId, SoundId id, String actor) {
    Optional<Sound> stored = sounds.find(tenantId, id);
    if (stored.isEmpty()) {
      return false;
    }
    List<Usage> users = usages(tenantId, id);
    if (!users.isEmpty()) {
      throw new InvalidForm(
          Map.of(
              "id",
              "It is still played by "
                  + String.join(", ", users.stream().map(Usage::label).toList())
                  + ". Please choose another sound there first."));
    }
    sounds.delete(tenantId, id, clock.instant());
    audit.append(
        new AuditEntry(
            Optional.of(tenantId),
            actor,
            "sound.deleted",
            stored.get().name().value(),
            clock.instant()));
    return true;
  }

  private Optional<Integer> record(
      TenantId tenantId, String actor, String action, Sound sound, String what) {
    Instant now = clock.instant();
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, sound.name().value(), now));
    return usages(tenantId, sound.id()).isEmpty()
        ? Optional.empty()
        : Optional.of(
            revisions.request(tenantId, "Sound \"" + sound.name() + "\" " + what, actor, now));
  }
}
