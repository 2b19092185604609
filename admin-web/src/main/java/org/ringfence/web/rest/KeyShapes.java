package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
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
  private static final String EVERYWHERE = "";

  private static final Shape<Map<String, ApiKey.Scope>> AREAS = everyArea();

  static final Shape<ApiKey> KEY =
      Shape.<ApiKey>of("ApiKey", "A key with which a program calls the API.")
          .with("id", ID, ApiKey::id)
          .with("name", TEXT, key -> key.name().value())
          .with(
              "scope",
              Kind.oneOf(ApiKey.Scope.READ.name(), ApiKey.Scope.WRITE.name(), EVERYWHERE)
                  .about("What it may everywhere; empty when its areas say so."),
              key -> key.scope().everywhere().map(Enum::name).orElse(EVERYWHERE))
          .with("areas", AREAS, KeyShapes::areas)
          .with("createdBy", TEXT, ApiKey::createdBy)
          .with("createdAt", MOMENT, ApiKey::createdAt)
          .with(
              "expiresAt",
              TEXT.about("A moment; empty for never."),
              key -> key.expiresAt().map(Instant::toString).orElse(""))
          .with(
              "lastUsedAt",
              TEXT.about("A moment, to the minute; empty for never."),
              key -> key.lastUsedAt().map(Instant::toString).orElse(""));

  static final Shape<ApiKeys.Created> CREATED =
      KEY.<ApiKeys.Created>in(
              "CreatedApiKey",
              "A new key with its secret, which no later answer tells.",
              ApiKeys.Created::key)
          .with("secret", TEXT.like("rfk_..."), created -> created.secret().reveal());

  /** What a request for a key may say. */
  static final Fields NEW =
      Fields.of("NewApiKey", "A key to be made. Either a scope, or areas.")
          .must("name", TEXT)
          .may("scope", Kind.word(ApiKey.Scope.class))
          .may("areas", AREAS)
          .may("days", INTEGER.about("1 to 3650; left out for a key without end."));

  private KeyShapes() {}

  static JsonArray list(List<ApiKey> keys) {
    return KEY.list(keys);
  }

  static JsonObject key(ApiKey key) {
    return KEY.write(key);
  }

  /** With the secret. */
  static JsonObject created(ApiKeys.Created created) {
    return CREATED.write(created);
  }

  private static Shape<Map<String, ApiKey.Scope>> everyArea() {
    Shape<Map<String, ApiKey.Scope>> shape =
        Shape.of("KeyAreas", "What a key may in each area; what is left out is closed.");
    for (KeyArea area : KeyArea.values()) {
      shape =
          shape.perhaps(
              area.text(),
              Kind.word(ApiKey.Scope.class),
              areas -> Optional.ofNullable(areas.get(area.text())));
    }
    return shape;
  }

  private static Map<String, ApiKey.Scope> areas(ApiKey key) {
    Map<String, ApiKey.Scope> areas = new TreeMap<>();
    key.scope().areas().forEach((area, scope) -> areas.put(area.text(), scope));
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
