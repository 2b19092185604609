package org.ringfence.reconciler;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.template.TemplateVersion;

/**
 * Tells the database which template versions this host has: those that lie beside the one that new
 * tenants get, each in a directory that is named for its digest and has a manifest.
 */
final class TemplateShelf {
  private static final Logger LOG = Logger.getLogger(TemplateShelf.class.getName());
  private static final String MANIFEST = "manifest.json";

  /** A manifest is some kilobytes; whatever is larger is something else. */
  private static final long MOST_BYTES = 1 << 20;

  private final Path current;
  private final TemplateRepository templates;
  private final Clock clock;

  /**
   * @param current the directory of what new tenants get
   */
  TemplateShelf(Path current, TemplateRepository templates, Clock clock) {
    this.current = current.toAbsolutePath().normalize();
    this.templates = templates;
    this.clock = clock;
  }

  void look() throws IOException {
    String name = String.valueOf(current.getFileName());
    if (!TemplateId.isValid(name)) {
      LOG.warning(
          "The template " + current + " is not in a directory that is named for its digest");
      return;
    }
    templates.found(versions(), new TemplateId(name), clock.instant());
  }

  private List<TemplateVersion> versions() throws IOException {
    List<TemplateVersion> found = new ArrayList<>();
    Path shelf = current.resolveSibling("");
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(shelf)) {
      for (Path directory : directories) {
        String name = directory.getFileName().toString();
        if (TemplateId.isValid(name)) {
          read(new TemplateId(name), directory.resolve(MANIFEST)).ifPresent(found::add);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      LOG.log(Level.WARNING, "There is no directory of templates", none);
    }
    return found;
  }

  /** Empty for what is not a whole template: a manifest is written last. */
  private static Optional<TemplateVersion> read(TemplateId id, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MOST_BYTES) {
      LOG.warning(file + " is too large for a manifest; the template is left out");
      return Optional.empty();
    }
    String text = Files.readString(file);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return Optional.of(version(id, reader.readObject(), text));
    } catch (JsonException | DateTimeException | ClassCastException damaged) {
      LOG.log(Level.WARNING, file + " is no manifest; the template is left out", damaged);
      return Optional.empty();
    }
  }

  private static TemplateVersion version(TemplateId id, JsonObject manifest, String text) {
    return new TemplateVersion(
        id,
        manifest.getString("asterisk", ""),
        manifest.getString("kernel", ""),
        manifest.getString("suite", ""),
        manifest.getString("suite_date", ""),
        Optional.of(manifest.getString("built", ""))
            .filter(built -> !built.isEmpty())
            .map(Instant::parse),
        text);
  }
}
