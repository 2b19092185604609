package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.TrunkAccess;

class ConfigBundleTest {
  private final ConfigGenerator generator = new ConfigGenerator();

  @ParameterizedTest
  @MethodSource("org.ringfence.config.GoldenTest#cases")
  void theSamePbxGivesTheSameBytesAndAnotherOneOtherBytes(String name) {
    ConfigBundle bundle = generator.render(Pbxs.named(name));

    assertThat(new ConfigGenerator().render(Pbxs.named(name)).tar()).isEqualTo(bundle.tar());
    assertThat(bundle.digest()).matches("[0-9a-f]{64}");
    assertThat(
            Pbxs.all().entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .map(other -> generator.render(other.getValue()).digest()))
        .doesNotContain(bundle.digest());
  }

  @ParameterizedTest
  @MethodSource("org.ringfence.config.GoldenTest#cases")
  void noViewForPeopleShowsASecret(String name) {
    TenantPbx pbx = Pbxs.named(name);
    ConfigBundle bundle = generator.render(pbx);
    String shown =
        bundle.masked()
            + bundle.toString()
            + bundle.files()
            + ConfigBundle.read(bundle.tar()).masked();

    assertThat(shown).doesNotContain(pbx.amiSecret().reveal());
    pbx.extensions()
        .forEach(
            extension ->
                assertThat(shown)
                    .doesNotContain(extension.credentials().md5())
                    .doesNotContain(extension.credentials().sha256()));
    pbx.trunks().stream()
        .flatMap(trunk -> password(trunk.access()).stream())
        .forEach(
            password ->
                assertThat(shown)
                    .doesNotContain(password)
                    .doesNotContain(password.replace(";", "\\;")));
  }

  private static Optional<String> password(TrunkAccess access) {
    if (access instanceof TrunkAccess.Registration registration) {
      return Optional.of(registration.password().reveal());
    }
    return access instanceof TrunkAccess.IpAddress address
        ? address.credentials().map(account -> account.password().reveal())
        : Optional.empty();
  }

  @Test
  void theLinesOfATrunkAreFoundInEveryFile() {
    ConfigBundle bundle = generator.render(Pbxs.named("two-trunks-with-failover"));

    var lines = bundle.linesOf(Source.trunk(Pbxs.trunkId(2)));

    assertThat(lines.keySet())
        .containsExactly("asterisk/pjsip.conf", "asterisk/extensions.conf", "verify");
    assertThat(lines.get("asterisk/pjsip.conf"))
        .extracting(ConfigLine::text)
        .contains("; Trunk Provider 2", "[trunk-a0000002]", "match = 198.51.100.0/24")
        .doesNotContain("[trunk-a0000001]", "[101]", "");
    assertThat(lines.get("verify"))
        .extracting(ConfigLine::text)
        .contains("endpoint trunk-a0000002", "context from-trunk-a0000002");
  }

  @Test
  void linesOfCarryTheirNumbersInTheFile() {
    ConfigFile pjsip =
        generator
            .render(Pbxs.named("registration-trunk"))
            .file("asterisk/pjsip_phones.conf")
            .orElseThrow();

    assertThat(pjsip.linesOf(Source.extension(Pbxs.extension(101).id())))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(pjsip.text().split("\n", -1)[line.number() - 1]).isEqualTo(line.text()));
  }

  @Test
  void aTrunkThatIsSwitchedOffHasNoLines() {
    ConfigBundle bundle = generator.render(Pbxs.named("trunk-switched-off"));

    assertThat(bundle.linesOf(Source.trunk(Pbxs.trunkId(1)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.ringfence.config.GoldenTest#cases")
  void anArchiveReadsBackAsItWas(String name) {
    ConfigBundle bundle = generator.render(Pbxs.named(name));

    ConfigBundle read = ConfigBundle.read(bundle.tar());

    assertThat(read).isEqualTo(bundle);
    assertThat(read.masked()).isEqualTo(bundle.masked());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 512, 600, 2000})
  void anArchiveThatIsCutShortIsRefused(int length) {
    byte[] tar = generator.render(Pbxs.named("empty")).tar();

    assertThatThrownBy(() -> ConfigBundle.read(Arrays.copyOf(tar, length)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theTarProgramListsPlainFilesOfModeRwR(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path tar = directory.resolve("bundle.tar");
    Files.write(tar, generator.render(Pbxs.named("hostile-values")).tar());

    Process process =
        new ProcessBuilder("tar", "--numeric-owner", "--utc", "-tvf", tar.toString())
            .redirectErrorStream(true)
            .start();
    List<String> listing =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();

    assertThat(process.waitFor()).isZero();
    assertThat(listing)
        .hasSize(generator.render(Pbxs.named("hostile-values")).files().size())
        .allMatch(line -> line.matches("-rw-r----- 0/0 +[0-9]+ 1970-01-01 00:00 [a-z_/.]+"));
  }

  @Test
  void aPasswordThatAsteriskWouldCutIsRefusedWithoutBeingTold() {
    TenantPbx pbx =
        Pbxs.pbx(
            "DE",
            List.of(Pbxs.with(Pbxs.registrationTrunk(1), Pbxs.account("acme", " swordfish"))),
            List.of());

    assertThatThrownBy(() -> generator.render(pbx))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("Provider 1")
        .hasMessageContaining("blank")
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void twoExtensionsOfOneNumberAreRefused() {
    TenantPbx pbx = Pbxs.pbx("DE", List.of(), List.of(Pbxs.extension(101), Pbxs.extension(101)));

    assertThatThrownBy(() -> generator.render(pbx))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("101");
  }

  @Test
  void twoTrunksOfOneShortIdAreRefused() {
    TenantPbx pbx = Pbxs.pbx("DE", List.of(Pbxs.registrationTrunk(1), Pbxs.ipTrunk(1)), List.of());

    assertThatThrownBy(() -> generator.render(pbx))
        .isInstanceOf(UnrenderableConfig.class)
        .hasMessageContaining("Provider 1");
  }
}
