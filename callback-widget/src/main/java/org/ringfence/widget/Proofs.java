package org.ringfence.widget;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.WidgetKey;

/**
 * Proof of work: a request costs its sender some computing, an honest visitor does not notice, and
 * a flood becomes dear. A challenge is {@code bits.expires.salt.mac}; a proof is the challenge, a
 * colon and a decimal counter so that the SHA-256 of it all begins with that many zero bits. The
 * colon parts what we signed from what the visitor chose: no digit can wander from one to the
 * other.
 *
 * <p>Nothing is stored until a proof is used: the code in the challenge says that it is ours, for
 * this widget, this website and this long.
 */
final class Proofs {
  /** From the challenge to the request, with a visitor who types in between. */
  static final Duration VALID = Duration.ofMinutes(20);

  /** More would take a telephone minutes. */
  static final int HARDEST = 22;

  private static final Pattern PROOF =
      Pattern.compile(
          "(([0-9]{1,2})\\.([0-9]{1,12})\\.[A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43}):[0-9]{1,15}");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  Proofs(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** What a good proof is known by, so that it counts once. */
  record Proof(String token, Instant until) {}

  String challenge(WidgetKey widget, Origin origin, int bits, Instant now) {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    String signed =
        Math.min(bits, HARDEST) + "." + now.plus(VALID).getEpochSecond() + "." + text(salt);
    return signed + "." + text(code(signed, widget, origin));
  }

  /** Empty when it is forged, too old, too easy, or for another widget or website. */
  Optional<Proof> check(String proof, WidgetKey widget, Origin origin, int bits, Instant now) {
    Matcher parts = PROOF.matcher(proof);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int promised = Integer.parseInt(parts.group(2));
    Instant until = Instant.ofEpochSecond(Long.parseLong(parts.group(3)));
    boolean ours =
        MessageDigest.isEqual(
            parts.group(4).getBytes(StandardCharsets.US_ASCII),
            text(code(parts.group(1), widget, origin)).getBytes(StandardCharsets.US_ASCII));
    boolean good =
        ours
            && promised >= Math.min(bits, HARDEST)
            && now.isBefore(until)
            && zeroBits(Script.sha256().digest(proof.getBytes(StandardCharsets.US_ASCII)))
                >= promised;
    return good ? Optional.of(new Proof(parts.group(1), until)) : Optional.empty();
  }

  private byte[] code(String signed, WidgetKey widget, Origin origin) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(
          ("proof|" + signed + "|" + widget + "|" + origin).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
    }
  }

  static int zeroBits(byte[] digest) {
    int bits = 0;
    for (byte each : digest) {
      if (each == 0) {
        bits += 8;
      } else {
        return bits + Integer.numberOfLeadingZeros(each & 255) - 24;
      }
    }
    return bits;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
