package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.access.ApiKey;
import org.ringfence.domain.access.ApiKeyId;
import org.ringfence.web.access.ApiKeys;

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
        .add("scope", key.scope().name())
        .add("createdBy", key.createdBy())
        .add("createdAt", key.createdAt().toString())
        .add("expiresAt", key.expiresAt().map(Instant::toString).orElse(""))
        .add("lastUsedAt", key.lastUsedAt().map(Instant::toString).orElse(""));
  }

  static Optional<ApiKeyId> id(String text) {
    try {
      return Optional.of(ApiKeyId.parse(text));
    } catch (InvalidValue notAnId) {
      return Optional.empty();
    }
  }
}
