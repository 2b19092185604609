package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives every object in an answer an ETag of what is configured about it, so that a change can say
 * by {@code If-Match} what it was made for. What an object does right now, who uses it, and secrets
 * that are shown once do not count.
 */
public final class Etags implements ContainerResponseFilter {
  private static final Set<String> NOT_CONFIGURED = Set.of("status", "usedBy", "password", "pin");
  private static final int DIGITS = 32;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    boolean read = request.getMethod().equals("GET");
    boolean changed = request.getMethod().equals("PUT");
    if ((read || changed) && response.getStatus() == 200) {
      object(response.getEntity())
          .ifPresent(
              json -> {
                String tag = of(json);
                response.getHeaders().putSingle("ETag", tag);
                if (read && names(request.getHeaderString("If-None-Match"), tag)) {
                  response.setStatus(304);
                  response.setEntity(null);
                }
              });
    }
  }

  /** An object with an id; lists and the like have no tag. */
  private static Optional<JsonObject> object(Object entity) {
    if (!(entity instanceof String text) || !text.startsWith("{")) {
      return Optional.empty();
    }
    try (var reader = Json.createReader(new StringReader(text))) {
      return Optional.of(reader.readObject()).filter(json -> json.containsKey("id"));
    } catch (JsonException none) {
      return Optional.empty();
    }
  }

  /** The tag of an object as the API shows it. */
  static String of(JsonObject json) {
    JsonObjectBuilder configured = Json.createObjectBuilder();
    for (String member : new TreeSet<>(json.keySet())) {
      if (!NOT_CONFIGURED.contains(member)) {
        configured.add(member, json.get(member));
      }
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(configured.build().toString().getBytes(StandardCharsets.UTF_8));
      return "\"" + HexFormat.of().formatHex(digest).substring(0, DIGITS) + "\"";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether a header names a tag, or any. */
  static boolean names(@org.jspecify.annotations.Nullable String header, String tag) {
    return header != null
        && Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .anyMatch(each -> each.equals("*") || each.equals(tag));
  }
}
