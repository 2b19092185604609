package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;

class IncusDriverFactoryTest {
  @TempDir private Path directory;

  @Test
  void severalServersAreSeparatedByBlanksAndHaveAPort() {
    IncusSettings settings =
        IncusDriverFactory.settings(
            config(IncusDriverFactory.URLS, "https://192.0.2.7 https://two.example:9443/"));
    assertThat(settings.servers())
        .extracting(Object::toString)
        .containsExactly("https://192.0.2.7:8443", "https://two.example:9443");
  }

  @Test
  void anAddressWithoutTlsIsRefused() {
    assertRefused(IncusDriverFactory.URLS, "http://192.0.2.7:8443");
  }

  @Test
  void aNameThatWouldLeadElsewhereInTheApiIsRefused() {
    assertRefused(IncusDriverFactory.POOL, "../instances");
    assertRefused(IncusDriverFactory.NETWORK, "rfbr?target=two");
    assertRefused(IncusDriverFactory.TARGET, "@a&b");
  }

  @Test
  void anyMeansThatTheEngineChooses() {
    assertThat(IncusDriverFactory.settings(config(IncusDriverFactory.TARGET, "any")).target())
        .isEmpty();
    assertThat(IncusDriverFactory.settings(config(IncusDriverFactory.TARGET, "@big")).target())
        .contains("@big");
  }

  @Test
  void aMissingCertificateIsTheUsersToMendAndNamesTheSetting() {
    HypervisorException refusal =
        catchThrowableOfType(
            HypervisorException.class,
            () -> new IncusDriverFactory().create(config(IncusDriverFactory.TARGET, "any")));
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal).hasMessageContaining(IncusDriverFactory.CERTIFICATE);
  }

  @Test
  void aKeyInTheOldFormIsRefusedWithTheCommandThatConvertsIt() throws IOException {
    Path key = Files.writeString(directory.resolve("client.key"), oldKey());
    HypervisorException refusal =
        catchThrowableOfType(
            HypervisorException.class,
            () ->
                Tls.read(
                    IncusDriverFactory.settings(
                        config(IncusDriverFactory.CERTIFICATE, key.toString()))));
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal.remedy()).contains("openssl pkcs8");
    assertThat(refusal).hasMessageNotContaining("c2VjcmV0");
  }

  private static String oldKey() {
    return "-----BEGIN EC " + "PRIVATE KEY-----\nc2VjcmV0\n-----END EC " + "PRIVATE KEY-----\n";
  }

  private void assertRefused(String key, String value) {
    HypervisorException refusal =
        catchThrowableOfType(
            HypervisorException.class, () -> IncusDriverFactory.settings(config(key, value)));
    assertThat(refusal).as(value).isNotNull();
    assertThat(refusal.category()).isEqualTo(Category.USER);
    assertThat(refusal).hasMessageContaining(key);
  }

  private DriverConfig config(String key, String value) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                IncusDriverFactory.URLS,
                "https://192.0.2.7:8443",
                IncusDriverFactory.CERTIFICATE,
                directory.resolve("no.crt").toString(),
                IncusDriverFactory.KEY,
                directory.resolve("no.key").toString(),
                IncusDriverFactory.SERVER_CERTIFICATE,
                directory.resolve("no.crt").toString(),
                IncusDriverFactory.POOL,
                "tenants",
                IncusDriverFactory.NETWORK,
                "rfbr"));
    values.put(key, value);
    return DriverConfig.of(new IncusDriverFactory().configKeys(), values);
  }
}
