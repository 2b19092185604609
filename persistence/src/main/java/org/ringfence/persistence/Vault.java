package org.ringfence.persistence;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.Secret;

/**
 * Encrypts the {@code *_enc} columns: AES-256-GCM with a random 96-bit IV, bound to table, column
 * and row, so that a ciphertext copied to another place does not open. A sealed value is one byte
 * that names the key's version, the IV, and the ciphertext with its 128-bit tag; the version lets a
 * later key live beside this one while rows move over.
 */
@Dependent
final class Vault {
  private static final byte VERSION = 1;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param masterKey 32 bytes in Base64
   */
  @Inject
  Vault(@ConfigProperty(name = "ringfence.master.key") String masterKey) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(masterKey.strip());
    } catch (IllegalArgumentException malformed) {
      throw new IllegalStateException("ringfence.master.key is not Base64", malformed);
    }
    if (bytes.length != 32) {
      throw new IllegalStateException(
          "ringfence.master.key has " + bytes.length + " bytes instead of 32");
    }
    this.key = new SecretKeySpec(bytes, "AES");
  }

  byte[] seal(Place place, byte[] plain) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, place).doFinal(plain);
      return ByteBuffer.allocate(1 + IV_BYTES + sealed.length)
          .put(VERSION)
          .put(iv)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot encrypt " + place, e);
    }
  }

  byte[] seal(Place place, String plain) {
    return seal(place, plain.getBytes(StandardCharsets.UTF_8));
  }

  byte[] seal(Place place, Secret secret) {
    return seal(place, secret.reveal());
  }

  /**
   * @throws IllegalStateException when the value was sealed with another key or for another place,
   *     or was altered since
   */
  byte[] open(Place place, byte[] sealed) {
    if (sealed.length < 1 + IV_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new IllegalStateException("Cannot decrypt " + place + ": it is not a sealed value");
    }
    byte[] iv = new byte[IV_BYTES];
    System.arraycopy(sealed, 1, iv, 0, IV_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, iv, place)
          .doFinal(sealed, 1 + IV_BYTES, sealed.length - 1 - IV_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Cannot decrypt "
              + place
              + ": it was sealed with another master key or for another row, or was altered",
          e);
    }
  }

  String openText(Place place, byte[] sealed) {
    return new String(open(place, sealed), StandardCharsets.UTF_8);
  }

  Secret openSecret(Place place, byte[] sealed) {
    return new Secret(openText(place, sealed));
  }

  private Cipher cipher(int mode, byte[] iv, Place place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv), random);
    cipher.updateAAD(place.toString().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Where a sealed value lives; none of the three contains the separator. */
  record Place(String table, String column, String rowId) {
    @Override
    public String toString() {
      return table + "|" + column + "|" + rowId;
    }
  }
}
