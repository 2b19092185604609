package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.domain.memory.MemoryMachines;
import org.ringfence.domain.memory.MemoryTemplates;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateVersion;

class TemplateShelfTest {
  private static final String OLD = "0123456789ab";
  private static final String NEW = "fedcba987654";

  @TempDir Path shelf;

  private final TestClock clock = new TestClock();
  private final MemoryTemplates templates = new MemoryTemplates(new MemoryMachines());

  private void put(String name, String manifest) throws IOException {
    Files.createDirectories(shelf.resolve(name));
    Files.writeString(shelf.resolve(name).resolve("manifest.json"), manifest);
  }

  private void look(String current) throws IOException {
    new TemplateShelf(shelf.resolve(current), templates, clock).look();
  }

  @Test
  void everyWholeVersionBesideTheCurrentOneIsFoundWithItsManifest() throws IOException {
    String manifest =
        """
        {"digest": "%s", "suite": "forky", "suite_date": "Fri, 30 Oct 2026", "asterisk": "1:22.10",
         "kernel": "7.2.12", "built": "2026-11-29T20:07:50Z", "packages": {"asterisk": "1:22.10"}}
        """
            .formatted(NEW);
    put(OLD, "{}");
    put(NEW, manifest);
    put("not-a-digest", "{}");
    Files.createDirectories(shelf.resolve("aaaaaaaaaaaa"));
    put("bbbbbbbbbbbb", "{\"digest\": ");
    put("cccccccccccc", "{\"built\": \"yesterday\"}");
    Files.writeString(shelf.resolve(".lock"), "");

    look(OLD);

    assertThat(templates.list())
        .extracting(known -> known.id().value(), KnownTemplate::present, KnownTemplate::current)
        .containsExactly(tuple(NEW, true, false), tuple(OLD, true, true));
    TemplateVersion found = templates.find(new TemplateId(NEW)).orElseThrow().version();
    assertThat(found.asterisk()).isEqualTo("1:22.10");
    assertThat(found.kernel()).isEqualTo("7.2.12");
    assertThat(found.builtAt()).contains(Instant.parse("2026-11-29T20:07:50Z"));
    assertThat(found.manifest()).isEqualTo(manifest);
  }

  @Test
  void whatIsNotThereAnyMoreStaysKnown() throws IOException {
    put(OLD, "{}");
    put(NEW, "{}");
    look(OLD);
    Files.delete(shelf.resolve(OLD).resolve("manifest.json"));
    look(NEW);
    assertThat(templates.find(new TemplateId(OLD)).orElseThrow().present()).isFalse();
    assertThat(templates.find(new TemplateId(NEW)).orElseThrow().current()).isTrue();
  }
}
