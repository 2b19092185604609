package org.ringfence.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.pbx.TenantPbx;

/**
 * Whole files, byte for byte. A case's directory holds the files that differ from those of the
 * empty PBX. After an intended change: {@code mvn -pl config-generator -am test
 * -DargLine=-Dgolden.update=true}, and read the difference.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  static Stream<String> cases() {
    return Pbxs.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFileIsByteForByteWhatTheGoldenFilesSay(String name) {
    TenantPbx pbx = Pbxs.named(name);
    Map<String, String> expected = differing(name, pbx);
    if (UPDATE) {
      assertThat(System.getenv("CI")).as("golden files are not updated in CI").isNull();
      write(GOLDEN.resolve(name), expected);
    }

    assertThat(read(GOLDEN.resolve(name))).isEqualTo(expected);
  }

  private static Map<String, String> differing(String name, TenantPbx pbx) {
    ConfigGenerator generator = new ConfigGenerator();
    Map<String, String> files = texts(generator.render(pbx));
    if (!name.equals("empty")) {
      Map<String, String> empty = texts(generator.render(Pbxs.named("empty")));
      assertThat(files.keySet()).containsAll(empty.keySet());
      files.entrySet().removeIf(file -> file.getValue().equals(empty.get(file.getKey())));
    }
    return files;
  }

  private static Map<String, String> texts(ConfigBundle bundle) {
    return bundle.files().stream()
        .collect(
            Collectors.toMap(
                ConfigFile::name, ConfigFile::text, (one, other) -> one, TreeMap::new));
  }

  private static Map<String, String> read(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      Map<String, String> files = new TreeMap<>();
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(path).toString(), Files.readString(path));
      }
      return files;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void write(Path directory, Map<String, String> files) {
    try {
      if (Files.exists(directory)) {
        for (String stale : read(directory).keySet()) {
          Files.delete(directory.resolve(stale));
        }
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
