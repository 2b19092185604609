package org.ringfence.system;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every address of a tenant: those of the API from the description that is served, those of pages
 * and downloads from the source, in which each stands once. A placeholder is filled with the object
 * of {@link Seeds} that stands behind the word before it.
 */
final class Addresses {
  /** What those servlets serve that are no pages and no API; a new one has to be written here. */
  private static final List<String> DOWNLOADS =
      List.of(
          "/download/{slug}/calls.csv",
          "/download/{slug}/recordings/{id}.wav",
          "/export/{slug}/leads.csv",
          "/callback-report/{slug}/callbacks.csv",
          "/person-export/{slug}?number={number}");

  private static final List<String> SERVLETS =
      List.of(
          "/api/openapi.json",
          "/callback",
          "/callback-report/*",
          "/download/*",
          "/export/*",
          "/person-export/*",
          "/sign-out",
          "/tenants/*");

  private Addresses() {}

  /** One operation of the API. */
  record Operation(String method, String path, JsonObject description) {
    /** What its body is; empty for none. */
    String type() {
      return description.has("requestBody")
          ? description
              .getAsJsonObject("requestBody")
              .getAsJsonObject("content")
              .keySet()
              .iterator()
              .next()
          : "";
    }

    boolean streams() {
      return description.toString().contains("text/event-stream");
    }

    boolean isOnce() {
      return description.toString().contains("\"Idempotency-Key\"");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Operations on what belongs to a tenant. */
  static List<Operation> operations(String openApi) {
    List<Operation> operations = new ArrayList<>();
    Seeds.json(openApi)
        .getAsJsonObject()
        .getAsJsonObject("paths")
        .entrySet()
        .forEach(
            path ->
                path.getValue()
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(
                        operation -> {
                          if (path.getKey().contains("{slug}")) {
                            operations.add(
                                new Operation(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    operation.getValue().getAsJsonObject()));
                          }
                        }));
    return operations;
  }

  /** Pages of a tenant, in the order of the source. */
  static List<String> pages() throws IOException {
    String source = Files.readString(web().resolve("java/org/ringfence/web/shell/Route.java"));
    return Pattern.compile("new Pattern\\(\"(t/\\*[^\"]*)\"")
        .matcher(source)
        .results()
        .map(found -> "/" + found.group(1))
        .map(
            address ->
                address
                    .replace("/t/*", "/t/{slug}")
                    .replace("call-handling/new/*", "call-handling/new/{kind}")
                    .replace("call-handling/*", "call-handling/{handling}")
                    .replace("*", "{id}"))
        .toList();
  }

  /** Files that browsers fetch. */
  static List<String> downloads() throws IOException {
    List<String> served = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(web().resolve("java"))) {
      for (Path source : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
        Pattern.compile("@WebServlet\\(\"([^\"]+)\"\\)")
            .matcher(Files.readString(source))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(served::add);
      }
    }
    if (!served.stream().sorted().toList().equals(SERVLETS)) {
      throw new AssertionError("other servlets than " + SERVLETS + ": " + served);
    }
    return DOWNLOADS;
  }

  private static Path web() {
    return Instance.checkout().resolve("admin-web/src/main");
  }

  /** How many objects an address names behind its tenant. */
  static int objects(String template) {
    return (int)
        Pattern.compile("\\{(?!slug|kind|action|code)[a-z]+}").matcher(template).results().count();
  }

  /**
   * The addresses that a template stands for: one, or one for each kind of call handling.
   *
   * @param tenant whose short name is in it
   * @param objects whose objects, in their order; the last one counts for those that follow
   */
  static List<String> fill(String template, Seeds tenant, List<Seeds> objects) {
    if (template.contains("{kind}") || template.contains("{handling}")) {
      return tenant.handlings().keySet().stream()
          .filter(kind -> !template.startsWith("/t/") || !kind.equals("outbound-route"))
          .map(kind -> fill(template, kind, tenant, objects))
          .toList();
    }
    return List.of(fill(template, "", tenant, objects));
  }

  private static String fill(String template, String kind, Seeds tenant, List<Seeds> objects) {
    String before = "";
    int seen = 0;
    List<String> filled = new ArrayList<>();
    for (String segment : template.split("/", -1)) {
      String name = segment.replaceAll("^.*\\{([a-z]+)}.*$", "$1");
      String value = segment.replace("{slug}", tenant.slug());
      if (segment.equals("{kind}")) {
        value = kind;
      } else if (segment.equals("{action}") || segment.equals("{code}")) {
        value = tenant.after(before);
      }
      if (objects(segment) > 0) {
        Seeds owner = objects.get(Math.min(seen++, objects.size() - 1));
        String object =
            before.equals("{kind}") || name.equals("handling")
                ? owner.handlings().getOrDefault(kind, "")
                : name.equals("number") && segment.contains("?")
                    ? owner.visitor().replace("+", "%2B")
                    : owner.after(before);
        value = value.replace("{" + name + "}", object.replace("+", "%2B"));
      }
      filled.add(value);
      before = segment;
    }
    return String.join("/", filled);
  }
}
