package org.ringfence.hypervisor.incus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;

/**
 * Who we are to the server, and which server we talk to: TLS with a certificate of ours and exactly
 * one of the server's. Incus and LXD sign their certificates themselves and put no address in them
 * that a client could rely on, so the certificate itself is what is known.
 */
final class Tls {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Tls() {}

  static SSLContext read(IncusSettings settings) {
    try {
      X509Certificate ours = certificate(settings.certificate(), IncusDriverFactory.CERTIFICATE);
      X509Certificate server =
          certificate(settings.serverCertificate(), IncusDriverFactory.SERVER_CERTIFICATE);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] none = new char[0];
      store.setKeyEntry("client", key(settings.key()), none, new X509Certificate[] {ours});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), new TrustManager[] {new OnlyThis(server)}, null);
      return tls;
    } catch (IOException | GeneralSecurityException e) {
      throw HypervisorException.ofDriver(
              Category.INTERNAL, "prepare TLS", String.valueOf(e.getMessage()))
          .withCause(e);
    }
  }

  private static X509Certificate certificate(Path file, String setting) {
    byte[] der = pem(file, setting, "CERTIFICATE");
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw unusable(file, setting, "it holds no X.509 certificate").withCause(e);
    }
  }

  /** The message of a failure never quotes the key. */
  private static PrivateKey key(Path file) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(pem(file, IncusDriverFactory.KEY, "PRIVATE KEY"));
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException another) {
        // The next one.
      }
    }
    throw unusable(file, IncusDriverFactory.KEY, "it holds no EC, RSA or EdDSA key");
  }

  private static byte[] pem(Path file, String setting, String label) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw unusable(file, setting, "the file cannot be read").withCause(e);
    }
    Matcher matcher = PEM.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        return Base64.getMimeDecoder().decode(matcher.group(2));
      }
    }
    HypervisorException failure = unusable(file, setting, "it has no part \"BEGIN " + label + "\"");
    throw text.contains("EC PRIVATE KEY") || text.contains("RSA PRIVATE KEY")
        ? failure.withRemedy("Convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW")
        : failure;
  }

  private static HypervisorException unusable(Path file, String setting, String problem) {
    return HypervisorException.ofDriver(Category.USER, "read " + file + " of " + setting, problem);
  }

  /** Accepts one certificate, whatever name and date it bears; the operator put it there. */
  private static final class OnlyThis extends X509ExtendedTrustManager {
    private final X509Certificate known;

    private OnlyThis(X509Certificate known) {
      this.known = known;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0 || !chain[0].equals(known)) {
        throw new CertificateException("the server shows another certificate than the known one");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      throw new CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("we are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
