package org.ringfence.system;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Requests that no page makes: the REST API, and what somebody with bad intentions would send. */
final class Http {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Instance instance;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Http(Instance instance) {
    this.instance = instance;
  }

  /** An access token of the hosting admin, as the command line gets one. */
  String hosterToken() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create(
                        instance.keycloakUrl() + "/realms/ringfence/protocol/openid-connect/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        form(
                            Map.of(
                                "grant_type", "password",
                                "client_id", "ringfence-cli",
                                "client_secret", instance.secret("CLI_CLIENT_SECRET"),
                                "username", "hoster",
                                "password", instance.secret("HOSTER_PASSWORD"),
                                "scope", "openid"))))
                .build(),
            BodyHandlers.ofString());
    return text(answer.body(), "access_token");
  }

  /** A request to the REST API as the hosting admin. */
  HttpResponse<String> api(String method, String path, String json)
      throws IOException, InterruptedException {
    return client.send(
        request("/api/v1" + path, "Authorization", "Bearer " + hosterToken())
            .header("Content-Type", "application/json")
            .method(
                method,
                json.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  /** A callback request as the widget sends it from a page of this origin. */
  HttpResponse<String> requestCallback(String widgetKey, String origin, String number)
      throws IOException, InterruptedException {
    return client.send(
        request(
                "/widget/v1/widgets/" + widgetKey + "/callbacks",
                "Origin",
                origin,
                "Idempotency-Key",
                UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"number\":\"%s\",\"page\":\"%s/\"}".formatted(number, origin)))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    return HttpRequest.newBuilder(URI.create(instance.portalUrl() + path))
        .timeout(PATIENCE)
        .headers(headers);
  }

  /** The value of a text member of a JSON object, as it stands there. */
  static String text(String json, String member) {
    Matcher found =
        Pattern.compile("\"" + Pattern.quote(member) + "\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"")
            .matcher(json);
    if (!found.find()) {
      throw new AssertionError("no \"" + member + "\" in " + json);
    }
    return found.group(1);
  }

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
