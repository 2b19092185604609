package org.ringfence.web.template;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import org.ringfence.domain.template.TemplateVersion;

/** What a template version's manifest says. */
public final class Manifest {
  private Manifest() {}

  /** A package of the distribution that something in the image is from. */
  public record Contained(String name, String version) {}

  /** The whole; empty where it is none any more. */
  public static JsonObject of(TemplateVersion version) {
    try (JsonReader reader = Json.createReader(new StringReader(version.manifest()))) {
      return reader.readObject();
    } catch (JsonException damaged) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  /** By name. */
  static List<Contained> packages(TemplateVersion version) {
    JsonValue packages = of(version).getOrDefault("packages", JsonValue.EMPTY_JSON_OBJECT);
    return packages instanceof JsonObject object
        ? object.entrySet().stream()
            .map(
                each ->
                    new Contained(
                        each.getKey(),
                        each.getValue() instanceof JsonString text ? text.getString() : ""))
            .toList()
        : List.of();
  }
}
