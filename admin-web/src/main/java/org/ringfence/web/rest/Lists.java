package org.ringfence.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ringfence.web.form.InvalidForm;

/**
 * Gives the part of a list that was asked for: {@code q}, a text that stands in any field; the name
 * of a field with the value it has to have; {@code limit} and {@code after} for a page. The next
 * page is named by a {@code Link} header (RFC 8288).
 */
@Listed
public final class Lists implements ContainerResponseFilter {
  static final String TEXT = "q";
  static final String LIMIT = "limit";
  static final String AFTER = "after";
  static final int MOST = 1000;
  private static final Set<String> OURS = Set.of(TEXT, LIMIT, AFTER);

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, String> asked = request.getUriInfo().getQueryParameters();
    if (response.getStatus() != 200
        || asked.isEmpty()
        || !(response.getEntity() instanceof String text)) {
      return;
    }
    try {
      Part part = of(text, asked);
      response.setEntity(part.text());
      if (!part.next().isEmpty()) {
        response
            .getHeaders()
            .putSingle(
                "Link",
                "<"
                    + UriBuilder.fromUri(request.getUriInfo().getRequestUri())
                        .replaceQueryParam(AFTER, part.next())
                        .build()
                    + ">; rel=\"next\"");
      }
    } catch (InvalidForm refused) {
      Response answer = Problems.refused(refused);
      response.setStatus(answer.getStatus());
      response.setEntity(answer.getEntity());
      response.getHeaders().putSingle("Content-Type", Problems.TYPE);
    }
  }

  /**
   * A part of a list.
   *
   * @param next what {@code after} is for the following part; empty on the last one
   */
  record Part(String text, String next) {}

  static Part of(String list, MultivaluedMap<String, String> asked) {
    List<JsonObject> all;
    try (var reader = Json.createReader(new StringReader(list))) {
      all = reader.readArray().getValuesAs(JsonObject.class);
    }
    List<JsonObject> found = all.stream().filter(each -> matches(each, all, asked)).toList();
    int from = asked.containsKey(AFTER) ? after(found, all, asked.getFirst(AFTER)) : 0;
    int to = Math.min(found.size(), from + limit(asked));
    JsonArrayBuilder part = Json.createArrayBuilder();
    found.subList(from, to).forEach(part::add);
    return new Part(part.build().toString(), to < found.size() ? id(found.get(to - 1)) : "");
  }

  private static boolean matches(
      JsonObject each, List<JsonObject> all, MultivaluedMap<String, String> asked) {
    for (String field : asked.keySet()) {
      String wanted = String.valueOf(asked.getFirst(field));
      if (field.equals(TEXT)) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (each.values().stream()
            .noneMatch(value -> text(value).toLowerCase(Locale.ROOT).contains(lower))) {
          return false;
        }
      } else if (!OURS.contains(field)) {
        if (all.stream().noneMatch(other -> other.containsKey(field))) {
          throw new InvalidForm(
              Map.of(field, "There is no field " + field + " here by which a list is filtered."));
        }
        if (!each.containsKey(field) || !text(each.get(field)).equals(wanted)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }

  private static int after(List<JsonObject> found, List<JsonObject> all, String id) {
    for (int i = 0; i < found.size(); i++) {
      if (id(found.get(i)).equals(id)) {
        return i + 1;
      }
    }
    // What the last page ended with does not fit the filter any more, or is gone.
    throw new InvalidForm(
        Map.of(
            AFTER,
            all.isEmpty()
                ? "There is nothing after this: the list is empty."
                : "What this page would follow is not in the list any more. Please begin again"
                    + " without after."));
  }

  private static int limit(MultivaluedMap<String, String> asked) {
    if (!asked.containsKey(LIMIT)) {
      return Integer.MAX_VALUE / 2;
    }
    String limit = String.valueOf(asked.getFirst(LIMIT));
    if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > MOST) {
      throw new InvalidForm(Map.of(LIMIT, "The limit must be a number from 1 to " + MOST + "."));
    }
    return Integer.parseInt(limit);
  }

  /** Revisions are known by their number, hosts by their name. */
  private static String id(JsonObject each) {
    return text(
        Stream.of("id", "number", "name")
            .flatMap(member -> Stream.ofNullable(each.get(member)))
            .findFirst()
            .orElse(JsonValue.NULL));
  }
}
