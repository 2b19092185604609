package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.domain.access.KeyArea;
import org.ringfence.web.access.ApiKeys;
import org.ringfence.web.form.InvalidForm;

/** API keys as JSON. */
final class KeyShapes {
  private KeyShapes() {}

  static JsonArray list(List<ApiKey> keys) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    keys.forEach(key -> list.add(key(key)));
    return list.build();
  }

  static JsonObject key(ApiKey key) {
    return about(key).build();
  }

  /** With the secret. */
  static JsonObject created(ApiKeys.Created created) {
    return about(created.key()).add("secret", created.secret().reveal()).build();
  }

  private static JsonObjectBuilder about(ApiKey key) {
    return Json.createObjectBuilder()
        .add("id", key.id().toString())
        .add("name", key.name().value())
        .add("scope", key.scope().everywhere().map(Enum::name).orElse(""))
        .add("areas", areas(key))
        .add("createdBy", key.createdBy())
        .add("createdAt", key.createdAt().toString())
        .add("expiresAt", key.expiresAt().map(Instant::toString).orElse(""))
        .add("lastUsedAt", key.lastUsedAt().map(Instant::toString).orElse(""));
  }

  private static JsonObjectBuilder areas(ApiKey key) {
    JsonObjectBuilder areas = Json.createObjectBuilder();
    new TreeMap<>(key.scope().areas())
        .forEach((area, scope) -> areas.add(area.text(), scope.name()));
    return areas;
  }

  /** {@code scope}, or {@code areas} in its place. */
  static String scope(Body body) {
    Map<String, String> areas =
        body.texts(
            "areas", Stream.of(KeyArea.values()).map(KeyArea::text).collect(Collectors.toSet()));
    if (areas.isEmpty()) {
      return body.text("scope", ApiKey.Scope.READ.name());
    }
    if (body.has("scope")) {
      throw new InvalidForm(Map.of("areas", "Please send either a scope or areas."));
    }
    return areas.entrySet().stream()
        .map(area -> area.getKey() + "=" + area.getValue())
        .collect(Collectors.joining(" "));
  }

  static Optional<ApiKeyId> id(String text) {
    try {
      return Optional.of(ApiKeyId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }
}
