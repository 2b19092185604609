package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.Sound;
import org.ringfence.domain.pbx.SoundDigest;
import org.ringfence.domain.pbx.SoundId;
import org.ringfence.domain.pbx.SpeechText;
import org.ringfence.domain.pbx.SpeechVoice;
import org.ringfence.domain.tenant.TenantId;

class SoundRepositoryIT {
  private static final Instant NOW = TestDatabase.NOW;

  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private static byte[] content(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Sound sound(SoundId id, String name, String content) {
    byte[] bytes = content(content);
    return new Sound(
        id, new DisplayName(name), SoundDigest.of(bytes), bytes.length, Optional.empty());
  }

  private Sound save(TenantId tenantId, SoundId id, String name, String content, Instant now) {
    Sound sound = sound(id, name, content);
    database.sounds.save(tenantId, sound, content(content), now);
    return sound;
  }

  @Test
  void aSoundIsFoundAgainAsItWasWithItsFile() {
    byte[] bytes = content("RIFF…");
    Sound spoken =
        new Sound(
            SoundId.random(),
            new DisplayName("Ünï 📞"),
            SoundDigest.of(bytes),
            bytes.length,
            Optional.of(
                new Sound.Spoken(SpeechVoice.DE, new SpeechText("Guten Tag.\nBitte warten."))));
    database.sounds.save(acme, spoken, bytes, NOW);

    assertThat(database.sounds.list(acme)).containsExactly(spoken);
    assertThat(database.sounds.find(acme, spoken.id())).contains(spoken);
    assertThat(database.sounds.content(acme, spoken.digest()).orElseThrow()).isEqualTo(bytes);
    assertThat(database.sounds.digests(acme)).isEqualTo(Map.of(spoken.id(), spoken.digest()));
  }

  @Test
  void aChangedSoundHasAnotherFileAndTheOneBeforeIsKeptForAMonth() {
    SoundId id = SoundId.random();
    Sound before = save(acme, id, "Welcome", "one", NOW);
    Sound after = save(acme, id, "Welcome", "two", NOW);

    assertThat(database.sounds.list(acme)).containsExactly(after);
    assertThat(database.sounds.content(acme, before.digest())).isPresent();

    save(acme, SoundId.random(), "Other", "three", NOW.plus(Duration.ofDays(31)));

    assertThat(database.sounds.content(acme, before.digest())).isEmpty();
    assertThat(database.sounds.content(acme, after.digest())).isPresent();
  }

  @Test
  void aFileThatIsUsedAgainIsNotForgotten() {
    SoundId id = SoundId.random();
    Sound first = save(acme, id, "Welcome", "one", NOW);
    save(acme, id, "Welcome", "two", NOW);
    save(acme, id, "Welcome", "one", NOW.plus(Duration.ofDays(40)));
    save(acme, SoundId.random(), "Other", "three", NOW.plus(Duration.ofDays(80)));

    assertThat(database.sounds.content(acme, first.digest())).isPresent();
  }

  @Test
  void twoSoundsMayHaveOneFile() {
    Sound one = save(acme, SoundId.random(), "A", "same", NOW);
    Sound two = save(acme, SoundId.random(), "B", "same", NOW);

    assertThat(database.sounds.delete(acme, one.id(), NOW)).isTrue();

    assertThat(database.sounds.list(acme)).containsExactly(two);
    assertThat(database.sounds.content(acme, two.digest())).isPresent();
  }

  @Test
  void onlySoManyFilesAreKeptThatNoSoundHas() {
    SoundId id = SoundId.random();
    for (int i = 0; i < 60; i++) {
      save(acme, id, "Welcome", "version " + i, NOW.plusSeconds(i));
    }

    assertThat(database.sounds.content(acme, SoundDigest.of(content("version 59")))).isPresent();
    assertThat(database.sounds.content(acme, SoundDigest.of(content("version 58")))).isPresent();
    assertThat(database.sounds.content(acme, SoundDigest.of(content("version 3")))).isEmpty();
  }

  @Test
  void anotherTenantsSoundIsNotFoundHeardRenamedOrDeleted() {
    Sound own = save(acme, SoundId.random(), "Welcome", "one", NOW);

    assertThat(database.sounds.list(zeta)).isEmpty();
    assertThat(database.sounds.find(zeta, own.id())).isEmpty();
    assertThat(database.sounds.content(zeta, own.digest())).isEmpty();
    assertThat(database.sounds.rename(zeta, own.id(), new DisplayName("Mine"))).isFalse();
    assertThat(database.sounds.delete(zeta, own.id(), NOW)).isFalse();
    assertThatThrownBy(() -> save(zeta, own.id(), "Mine", "two", NOW))
        .isInstanceOf(InvalidValue.class);
    assertThat(database.sounds.list(acme)).containsExactly(own);
  }

  @Test
  void aNameIsGivenOnceInATenant() {
    Sound own = save(acme, SoundId.random(), "Welcome", "one", NOW);
    Sound other = save(acme, SoundId.random(), "Goodbye", "two", NOW);

    assertThatThrownBy(() -> save(acme, SoundId.random(), "Welcome", "three", NOW))
        .isInstanceOfSatisfying(
            NameTaken.class, taken -> assertThat(taken.field()).isEqualTo("name"));
    assertThatThrownBy(() -> database.sounds.rename(acme, other.id(), own.name()))
        .isInstanceOf(NameTaken.class);
    assertThat(database.sounds.rename(acme, own.id(), new DisplayName("Hello"))).isTrue();
    save(zeta, SoundId.random(), "Goodbye", "two", NOW);
    assertThat(database.sounds.list(acme))
        .extracting(each -> each.name().value())
        .containsExactly("Goodbye", "Hello");
  }
}
