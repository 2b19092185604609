package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Secret;
import org.ringfence.persistence.Vault.Place;

class VaultTest {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final Place PLACE = new Place("trunk", "password_enc", "row-1");

  private final Vault vault = new Vault(KEY);

  @Test
  void whatWasSealedOpensAtItsPlace() {
    byte[] sealed = vault.seal(PLACE, new Secret("päßwört"));
    assertThat(vault.openSecret(PLACE, sealed).reveal()).isEqualTo("päßwört");
  }

  @Test
  void theSealedValueDoesNotShowThePlainOne() {
    byte[] sealed = vault.seal(PLACE, "a-long-enough-password");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("password");
  }

  @Test
  void theSameValueNeverLooksTheSameTwice() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(new String(vault.seal(PLACE, "same"), StandardCharsets.ISO_8859_1));
    }
    assertThat(seen).hasSize(1000);
  }

  @Test
  void itOpensAtNoOtherTableColumnOrRow() {
    byte[] sealed = vault.seal(PLACE, "secret");
    for (Place other :
        new Place[] {
          new Place("extension", "password_enc", "row-1"),
          new Place("trunk", "md5_enc", "row-1"),
          new Place("trunk", "password_enc", "row-2")
        }) {
      assertThatThrownBy(() -> vault.open(other, sealed))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(other.toString())
          .hasMessageContaining("another row");
    }
  }

  @Test
  void noFlippedBitStaysUnnoticed() {
    byte[] sealed = vault.seal(PLACE, "secret");
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] altered = sealed.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> vault.open(PLACE, altered))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anotherMasterKeyDoesNotOpenIt() {
    Vault other = new Vault("/wECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    byte[] sealed = vault.seal(PLACE, "secret");
    assertThatThrownBy(() -> other.open(PLACE, sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another master key");
  }

  @Test
  void whatIsNotSealedIsRefused() {
    assertThatThrownBy(() -> vault.open(PLACE, "plain".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.open(PLACE, new byte[0]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMasterKeyThatIsNoneIsRefusedWithoutBeingRepeated() {
    assertThatThrownBy(() -> new Vault("not base64!"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ringfence.master.key")
        .hasMessageNotContaining("not base64!");
    assertThatThrownBy(() -> new Vault("c2hvcnQ="))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5 bytes instead of 32");
  }
}
