package org.ringfence.web.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.pbx.Handling;
import org.ringfence.domain.pbx.HandlingId;
import org.ringfence.domain.pbx.HandlingKind;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.MemoryPbx;
import org.ringfence.web.extension.Extensions.Usage;
import org.ringfence.web.form.InvalidForm;

@SuppressWarnings("UnnecessaryAssignment") // it stands in for the container that injects
class SoundsTest {
  private final MemoryPbx pbx = new MemoryPbx();
  private final TenantId acme = pbx.tenant("acme");
  private final TenantId other = pbx.tenant("other");
  private final Sounds sounds = new Sounds();

  SoundsTest() {
    sounds.sounds = pbx.sounds;
    sounds.handlings = pbx.handlings;
    sounds.revisions = pbx.revisions;
    sounds.audit = pbx.audit;
    sounds.clock = pbx.clock;
    sounds.speech = new Speech();
  }

  private static Sounds.Origin tone(int millis) {
    return new Sounds.Origin.File(WaveFileTest.tone(16000, 1, millis, 440));
  }

  private Sound add(String name) {
    return sounds.add(acme, name, tone(500), "ann").sound();
  }

  private Handling play(Sound sound) {
    Handling handling =
        Handling.read(
            HandlingKind.ANNOUNCEMENT,
            HandlingId.random(),
            Map.of("name", "Closed", "sound", sound.id().toString()));
    pbx.handlings.save(acme, handling);
    return handling;
  }

  @Test
  void aNewSoundIsAuditedAndNeedsNoRevision() {
    Sounds.Saved saved = sounds.add(acme, "Welcome", tone(500), "ann");

    assertThat(saved.revision()).isEmpty();
    assertThat(saved.sound().length()).hasMillis(500);
    assertThat(sounds.file(acme, saved.sound().id()).orElseThrow()).hasSize(8000 + 44);
    assertThat(pbx.audit.list(acme, 9)).hasSize(1);
    assertThat(pbx.revisions.list(acme, 9)).isEmpty();
  }

  @Test
  void aChangedSoundThatSomethingPlaysAsksForARevision() {
    Sound sound = add("Welcome");
    play(sound);

    Sounds.Saved changed =
        sounds.change(acme, sound.id(), "Welcome", tone(700), "ann").orElseThrow();

    assertThat(changed.revision()).isPresent();
    assertThat(changed.sound().digest()).isNotEqualTo(sound.digest());
    assertThat(pbx.revisions.list(acme, 9))
        .singleElement()
        .satisfies(made -> assertThat(made.summary()).isEqualTo("Sound \"Welcome\" changed"));
  }

  @Test
  void whatIsPlayedIsNotDeleted() {
    Sound sound = add("Welcome");
    Handling user = play(sound);

    assertThat(sounds.usages(acme, sound.id())).extracting(Usage::label).containsExactly("Closed");
    assertThatThrownBy(() -> sounds.delete(acme, sound.id(), "ann"))
        .isInstanceOf(InvalidForm.class)
        .hasMessageContaining("Closed");
    pbx.handlings.delete(acme, user.id());
    assertThat(sounds.delete(acme, sound.id(), "ann")).isTrue();
    assertThat(sounds.list(acme)).isEmpty();
  }

  @Test
  void anotherTenantsSoundIsNotThere() {
    Sound own = add("Welcome");

    assertThat(sounds.find(other, own.id())).isEmpty();
    assertThat(sounds.file(other, own.id())).isEmpty();
    assertThat(sounds.change(other, own.id(), "Mine", tone(500), "eve")).isEmpty();
    assertThat(sounds.rename(other, own.id(), "Mine", "eve")).isEmpty();
    assertThat(sounds.delete(other, own.id(), "eve")).isFalse();
    assertThat(sounds.list(acme)).containsExactly(own);
  }

  @Test
  void whatIsWrongStandsAtItsField() {
    refuses("file", () -> sounds.add(acme, "A", new Sounds.Origin.File(new byte[0]), "ann"));
    refuses("file", () -> sounds.add(acme, "A", new Sounds.Origin.File(new byte[99]), "ann"));
    refuses("name", () -> sounds.add(acme, " ", tone(500), "ann"));
    refuses("name", () -> sounds.add(acme, "a\nb", tone(500), "ann"));
    refuses("voice", () -> sounds.add(acme, "A", new Sounds.Origin.Text("xx", "Hi"), "ann"));
    refuses("text", () -> sounds.add(acme, "A", new Sounds.Origin.Text("de", " "), "ann"));
    refuses(
        "text", () -> sounds.add(acme, "A", new Sounds.Origin.Text("de", "x".repeat(1001)), "ann"));
    refuses("text", () -> sounds.add(acme, "A", new Sounds.Origin.Text("de", "a\0b"), "ann"));
    refuses(
        "file",
        () ->
            sounds.add(
                acme, "A", new Sounds.Origin.File(new byte[Sounds.MOST_UPLOAD_BYTES + 1]), "ann"));
  }

  @Test
  void aFullLibraryTakesNoMore() {
    byte[] tenMinutes = WaveFileTest.tone(8000, 1, 599_000, 440);
    for (int i = 0; i < 7; i++) {
      sounds.add(acme, "Long " + i, new Sounds.Origin.File(tenMinutes), "ann");
    }

    refuses("file", () -> sounds.add(acme, "A", tone(2000), "ann"));
  }

  private static void refuses(String field, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            InvalidForm.class, refused -> assertThat(refused.firstField()).isEqualTo(field));
  }
}
