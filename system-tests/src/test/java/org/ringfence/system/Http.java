package org.ringfence.system;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Requests that no page makes: the REST API, and what somebody with bad intentions would send.
 * Every answer of the REST API has to be as its description says, whatever a test looks for in it.
 */
final class Http {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What each portal says of its API. */
  private static final Map<String, Described> DESCRIPTIONS = new ConcurrentHashMap<>();

  private final Instance instance;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Http(Instance instance) {
    this.instance = instance;
  }

  /** An access token of the hosting admin, as the command line gets one. */
  String hosterToken() throws IOException, InterruptedException {
    return token("hoster", instance.secret("HOSTER_PASSWORD"));
  }

  /** An access token of a person. */
  String token(String user, String password) throws IOException, InterruptedException {
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
                                "grant_type",
                                "password",
                                "client_id",
                                "ringfence-cli",
                                "client_secret",
                                instance.secret("CLI_CLIENT_SECRET"),
                                "username",
                                user,
                                "password",
                                password,
                                "scope",
                                "openid"))))
                .build(),
            BodyHandlers.ofString());
    return text(answer.body(), "access_token");
  }

  /**
   * A request to the REST API with this token.
   *
   * @param type of the body; empty for none
   * @param headers names and values, in turn
   */
  HttpResponse<String> send(
      String token, String method, String path, String type, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/api" + path, "Authorization", "Bearer " + token);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return asDescribed(
        method,
        path.replaceFirst("^/v1", ""),
        client.send(
            request.method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.ofString()));
  }

  private HttpResponse<String> asDescribed(String method, String path, HttpResponse<String> answer)
      throws IOException, InterruptedException {
    if (path.equals("/openapi.json")) {
      return answer;
    }
    Described described = DESCRIPTIONS.get(instance.portalUrl());
    if (described == null) {
      described = new Described(openApi());
      DESCRIPTIONS.put(instance.portalUrl(), described);
    }
    List<String> wrong =
        described.wrong(
            method,
            path,
            answer.statusCode(),
            answer.headers().firstValue("Content-Type").orElse(""),
            answer.body());
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          method + " " + path + " is not answered as described: " + String.join("; ", wrong));
    }
    return answer;
  }

  /** The description of the API. */
  String openApi() throws IOException, InterruptedException {
    return send(hosterToken(), "GET", "/openapi.json", "", new byte[0]).body();
  }

  /** A request to the REST API as the hosting admin. */
  HttpResponse<String> api(String method, String path, String json)
      throws IOException, InterruptedException {
    return asDescribed(
        method,
        path,
        client.send(
            request("/api/v1" + path, "Authorization", "Bearer " + hosterToken())
                .header("Content-Type", "application/json")
                .method(
                    method,
                    json.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString()));
  }

  /** What the REST API gives the hosting admin to download. */
  byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            request("/api/v1" + path, "Authorization", "Bearer " + hosterToken()).build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /**
   * A callback request as the widget sends it from a page of this origin, with its proof of work.
   */
  HttpResponse<String> requestCallback(String widgetKey, String origin, String number)
      throws IOException, InterruptedException {
    return requestCallback(widgetKey, origin, number, "");
  }

  /** The same with further members of the JSON object, each with a comma behind it. */
  HttpResponse<String> requestCallback(
      String widgetKey, String origin, String number, String members)
      throws IOException, InterruptedException {
    return requestCallback(widgetKey, origin, number, origin + "/", members);
  }

  /** The same from a page. */
  HttpResponse<String> requestCallback(
      String widgetKey, String origin, String number, String page, String members)
      throws IOException, InterruptedException {
    HttpResponse<String> challenge =
        client.send(
            request("/widget/v1/widgets/" + widgetKey + "/challenge", "Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    // A site that may not ask gets no challenge either, and is told so again by the request.
    String proof = challenge.statusCode() == 200 ? solve(text(challenge.body(), "challenge")) : "";
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
                    "{%s\"number\":\"%s\",\"page\":\"%s\",\"visitor\":\"%s\",\"proof\":\"%s\"}"
                        .formatted(members, number, page, UUID.randomUUID(), proof)))
            .build(),
        BodyHandlers.ofString());
  }

  /**
   * The first counter whose digest begins with as many zero bits as the challenge's first field.
   */
  private static String solve(String challenge) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      int bits = Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
      for (int counter = 0; ; counter++) {
        String proof = challenge + ":" + counter;
        byte[] digest = sha256.digest(proof.getBytes(StandardCharsets.US_ASCII));
        if (new BigInteger(1, digest).bitLength() <= 256 - bits) {
          return proof;
        }
      }
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** What the element tells of a page view. */
  HttpResponse<String> view(String widgetKey, String origin, String page, String source)
      throws IOException, InterruptedException {
    return client.send(
        request("/widget/v1/widgets/" + widgetKey + "/views", "Origin", origin)
            .header("Content-Type", "text/plain")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"what\":\"shown\",\"page\":\"%s\",\"source\":\"%s\"}"
                        .formatted(page, source)))
            .build(),
        BodyHandlers.ofString());
  }

  /** Somebody who has not signed in opens an address, written as it goes over the wire. */
  HttpResponse<String> open(String path) throws IOException, InterruptedException {
    return client.send(request(path, "Accept", "*/*").build(), BodyHandlers.ofString());
  }

  /** A visitor looks at the own callback, or takes it back. */
  HttpResponse<String> callback(String method, String id, String origin)
      throws IOException, InterruptedException {
    return client.send(
        request("/widget/v1/callbacks/" + id, "Origin", origin)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  /** What the element asks the widget's public configuration for. */
  HttpResponse<String> widgetConfig(String widgetKey, String origin)
      throws IOException, InterruptedException {
    return client.send(
        request("/widget/v1/widgets/" + widgetKey + "?lang=en", "Origin", origin).build(),
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
