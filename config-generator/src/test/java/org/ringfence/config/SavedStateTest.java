package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files with which Asterisk waits in a saved memory state. What they have in common with a
 * tenant's first configuration need not be read again, so as much as possible is the same.
 */
class SavedStateTest {
  private static final Path FILES = Path.of("../vm-templates/warm");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cdr.conf",
        "cel.conf",
        "cel_custom.conf",
        "indications.conf",
        "logger.conf",
        "modules.conf",
        "rtp.conf"
      })
  void aFileThatNamesNobodyIsTheOneOfTheEmptyPbx(String name) throws IOException {
    assertThat(Files.readString(FILES.resolve(name))).isEqualTo(generated(name));
  }

  @Test
  void asteriskHasTheOptionsOfEveryTenantButNoName() throws IOException {
    List<String> options = settings(generated("asterisk.conf"));

    assertThat(settings(Files.readString(FILES.resolve("asterisk.conf"))))
        .isEqualTo(options.stream().filter(line -> !line.startsWith("systemname")).toList());
  }

  @Test
  void nothingListens() throws IOException {
    assertThat(settings(Files.readString(FILES.resolve("manager.conf"))))
        .containsExactly("[general]", "enabled = no");
    assertThat(settings(Files.readString(FILES.resolve("pjsip.conf"))))
        .doesNotContain("type = transport");
  }

  @Test
  void thereIsAFileForEachOfTheGeneratedOnes() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              new ConfigGenerator()
                  .render(Pbxs.named("empty")).files().stream()
                      .map(ConfigFile::name)
                      .filter(name -> name.startsWith("asterisk/"))
                      .map(name -> name.substring("asterisk/".length()))
                      .toList());
    }
  }

  private static String generated(String name) {
    return new ConfigGenerator()
        .render(Pbxs.named("empty")).files().stream()
            .filter(file -> file.name().equals("asterisk/" + name))
            .map(ConfigFile::text)
            .findFirst()
            .orElseThrow();
  }

  private static List<String> settings(String text) {
    return text.lines().filter(line -> !line.isBlank() && !line.startsWith(";")).toList();
  }
}
