package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the description of the API to a file, for generators of clients. The build runs it. */
public final class DescriptionFile {
  private DescriptionFile() {}

  /**
   * Writes it.
   *
   * @param args the file
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text(OpenApi.describe(new ApiApplication().getClasses())));
  }

  private static String text(JsonObject description) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.write(description);
    }
    return text.append('\n').toString();
  }
}
