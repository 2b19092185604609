package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.pbx.CallingPolicy;

/** The API as browsers meet it, over HTTP. */
class WidgetApiIT {
  private static final String SITE = "https://shop.example";

  /** Generous: it ends a test that would never pass, and says nothing about speed. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Shop shop = new Shop(SITE);
  private WidgetEdge edge;

  @BeforeEach
  void serve() {
    edge = new WidgetEdge(shop);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void aListedSiteReadsTheWidget() throws Exception {
    HttpResponse<String> response = send(get("widgets/" + shop.key).header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response))
        .isEqualTo(
            object(
                "{\"name\":\"Sales\",\"country\":\"DE\",\"open\":true,\"example\":\"030 123456\"}"));
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(header(response, "Vary")).contains("Origin");
    assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(response.headers().map()).doesNotContainKey("access-control-allow-credentials");
  }

  @Test
  void whoHasTheWidgetAlreadyLearnsOnlyThatNothingChanged() throws Exception {
    String tag =
        header(send(get("widgets/" + shop.key + "?lang=de").header("Origin", SITE)), "ETag");

    HttpResponse<String> same =
        send(
            get("widgets/" + shop.key + "?lang=de")
                .header("Origin", SITE)
                .header("If-None-Match", tag));
    shop.designs.save(
        shop.tenant, shop.id, WidgetDesign.read(Map.of("text.de.heading", "Wir rufen an")));
    HttpResponse<String> changed =
        send(
            get("widgets/" + shop.key + "?lang=de")
                .header("Origin", SITE)
                .header("If-None-Match", tag));

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(header(same, "Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).getJsonObject("design"))
        .isEqualTo(object("{\"texts\":{\"heading\":\"Wir rufen an\"}}"));
  }

  @Test
  void theWidgetTellsWhichOtherCountriesItCallsAndOnlyThose() throws Exception {
    shop.guards.save(
        shop.tenant,
        new CallbackPolicy(
            false,
            Set.of(new Country("FR"), new Country("AT"), new Country("DE")),
            60,
            60,
            600,
            5000));
    shop.guards.allow(CallingPolicy.USUAL, Set.of(new Country("FR")));

    HttpResponse<String> response = send(get("widgets/" + shop.key).header("Origin", SITE));

    assertThat(json(response).getJsonObject("countries"))
        .isEqualTo(object("{\"FR\":\"01 23 45 67 89\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://shop.example", "garbage"})
  void anotherSiteIsToldThatItMayNotAndNothingElse(String origin) throws Exception {
    for (HttpRequest.Builder request :
        List.of(
            get("widgets/" + shop.key),
            preflight("widgets/" + shop.key + "/callbacks", "POST"),
            post("030 123456", UUID.randomUUID().toString()),
            get("callbacks/" + shop.request()),
            get("callbacks/" + shop.request() + "/events"))) {
      HttpResponse<String> response = send(request.header("Origin", origin));

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
      assertThat(json(response))
          .isEqualTo(
              object(
                  "{\"type\":\"urn:ringfence:problem:origin-not-allowed\","
                      + "\"title\":\"This site may not use this widget\",\"status\":403,"
                      + "\"detail\":\"This site may not use this callback widget. If it is yours,"
                      + " open the widget in the portal and add the site's address, for example"
                      + " https://www.example.com, to its websites.\"}"));
      assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    }
  }

  @Test
  void aCallWithoutAnOriginIsRefused() throws Exception {
    assertThat(send(get("widgets/" + shop.key)).statusCode()).isEqualTo(403);
  }

  @Test
  void aPreflightOfAListedSiteAllowsWhatTheElementSends() throws Exception {
    HttpResponse<String> response =
        send(preflight("widgets/" + shop.key + "/callbacks", "POST").header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(header(response, "Access-Control-Allow-Methods")).isEqualTo("POST");
    assertThat(header(response, "Access-Control-Allow-Headers"))
        .isEqualTo("Content-Type, Idempotency-Key");
  }

  @Test
  void aRequestIsStoredBeforeItIsAccepted() throws Exception {
    HttpResponse<String> response =
        send(post("030 123456", UUID.randomUUID().toString()).header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(json(response).getString("state")).isEqualTo("queued");
    assertThat(response.body()).doesNotContain("123456");
    assertThat(shop.requests.all())
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.id()).hasToString(json(response).getString("id"));
              assertThat(stored.page()).isEqualTo(SITE + "/prices");
            });
  }

  @Test
  void aNumberThatIsNoneIsRefusedWithFieldAndRemedy() throws Exception {
    HttpResponse<String> response =
        send(post("12", UUID.randomUUID().toString()).header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response))
        .isEqualTo(
            object(
                "{\"type\":\"urn:ringfence:problem:number-invalid\","
                    + "\"title\":\"This is not a telephone number\",\"status\":422,"
                    + "\"detail\":\"This is not a complete telephone number. Please write it with"
                    + " its area code, for example 030 123456.\",\"field\":\"number\"}"));
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    HttpResponse<String> response =
        send(
            post("0".repeat(CallbackForm.LARGEST), UUID.randomUUID().toString())
                .header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(json(response).getString("type")).endsWith(":too-large");
  }

  @Test
  void whoSendsNoProofOfWorkIsAskedForOne() throws Exception {
    String body = "{\"number\":\"030 123456\"}";
    HttpResponse<String> response = send(postBody(body, "application/json").header("Origin", SITE));
    HttpResponse<String> challenge =
        send(
            HttpRequest.newBuilder(edge.address().resolve("widgets/" + shop.key + "/challenge"))
                .POST(BodyPublishers.noBody())
                .header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(428);
    assertThat(json(response).getString("type")).endsWith(":proof-needed");
    assertThat(challenge.statusCode()).isEqualTo(200);
    assertThat(json(challenge).getString("challenge")).startsWith(Shop.PROOF_BITS + ".");
    assertThat(shop.requests.all()).isEmpty();
  }

  @Test
  void theAddressBehindTheProxyIsWhatIsLimited() throws Exception {
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> granted = send(from("198.51.100.7", "030 12345" + i));
      assertThat(granted.statusCode()).isEqualTo(202);
    }
    HttpResponse<String> response = send(from("203.0.113.1, 198.51.100.7", "030 999999"));

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(header(response, "Retry-After")).isEqualTo("300");
    assertThat(json(response).getString("detail"))
        .isEqualTo("We cannot take this request right now. Please try again later.");
    assertThat(send(from("198.51.100.8", "030 999999")).statusCode()).isEqualTo(202);
  }

  @Test
  void whoSaysWhereTheyWriteFromLearnsAloneHowTheNumberWasRead() throws Exception {
    String body =
        "{\"number\":\"030 123456\",\"country\":\"FR\",\"proof\":\"" + shop.proof() + "\"}";
    HttpResponse<String> response = send(postBody(body, "application/json").header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(json(response).getString("number")).isEqualTo("+49 30 123456");
    String status = "callbacks/" + json(response).getString("id");
    assertThat(send(get(status).header("Origin", SITE)).body()).doesNotContain("123456");
  }

  private HttpRequest.Builder from(String address, String number) {
    String visitor = UUID.randomUUID().toString();
    String body =
        "{\"number\":\""
            + number
            + "\",\"visitor\":\""
            + visitor
            + "\",\"proof\":\""
            + shop.proof()
            + "\"}";
    return postBody(body, "application/json")
        .header("Origin", SITE)
        .header("X-Forwarded-For", address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{\"number\":", "\u0000"})
  void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
    HttpResponse<String> response = send(postBody(body, "application/json").header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).getString("type")).endsWith(":malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"number\":30123456}", "{\"number\":null}", "{\"number\":[]}"})
  void aBodyWithoutANumberIsRefusedAtTheNumber(String body) throws Exception {
    HttpResponse<String> response = send(postBody(body, "application/json").header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).getString("field")).isEqualTo("number");
  }

  @Test
  void aSimpleFormPostWithoutPreflightIsNotTaken() throws Exception {
    HttpResponse<String> response =
        send(postBody("{\"number\":\"030 123456\"}", "text/plain").header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
    assertThat(shop.requests.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "widgets/AAAAAAAAAAAAAAAA",
        "widgets/x",
        "callbacks/5b3c9a52-5a5d-4b0e-9a39-0a6a4f1f5b11",
        "callbacks/x",
        "callbacks/x/events",
        "0123456789abcdef/secrets.js",
      })
  void whatIsNotThereIsAlwaysTheSameNotFound(String path) throws Exception {
    HttpResponse<String> response = send(get(path).header("Origin", SITE));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response))
        .isEqualTo(
            object(
                "{\"type\":\"urn:ringfence:problem:not-found\",\"title\":\"There is nothing"
                    + " here\",\"status\":404,\"detail\":\"There is no such widget or"
                    + " callback.\"}"));
  }

  @Test
  void theStatusNamesStateTimeAndReason() throws Exception {
    CallbackId id = shop.request();
    shop.move(id, CallbackState.FAILED, "visitor-no-answer");

    HttpResponse<String> response = send(get("callbacks/" + id).header("Origin", SITE));

    assertThat(json(response))
        .isEqualTo(
            object(
                "{\"id\":\""
                    + id
                    + "\",\"state\":\"failed\",\"since\":\"2026-11-22T10:00:00.001Z\","
                    + "\"reason\":\"visitor-no-answer\"}"));
  }

  @Test
  void theStreamTellsEveryStateAndEnds() throws Exception {
    CallbackId id = shop.request();
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    CompletableFuture<HttpResponse<Void>> stream =
        client.sendAsync(
            get("callbacks/" + id + "/events").header("Origin", SITE).build(),
            BodyHandlers.ofByteArrayConsumer(
                bytes -> bytes.ifPresent(b -> lines.add(new String(b, StandardCharsets.UTF_8)))));
    for (CallbackState state :
        List.of(CallbackState.CALLING, CallbackState.CONNECTED, CallbackState.ENDED)) {
      int before = lines.size();
      await()
          .atMost(LIMIT)
          .until(() -> String.join("", lines).contains("queued") && lines.size() >= before);
      shop.move(id, state);
      String said = state.name().toLowerCase(Locale.ROOT);
      await().atMost(LIMIT).until(() -> String.join("", lines).contains("\"" + said + "\""));
    }

    HttpResponse<Void> response = stream.get();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).startsWith("text/event-stream");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(header(response, "X-Accel-Buffering")).isEqualTo("no");
    assertThat(String.join("", lines).lines().filter(line -> line.startsWith("event")))
        .hasSize(4)
        .allMatch(line -> line.matches("event: ?state"));
    await().atMost(LIMIT).untilAsserted(() -> assertThat(edge.streams().size()).isZero());
  }

  @Test
  void aVisitorWhoHangsUpIsFoundByTheNextComment() throws Exception {
    CallbackId id = shop.request();
    HttpResponse<InputStream> stream =
        client.send(
            get("callbacks/" + id + "/events").header("Origin", SITE).build(),
            BodyHandlers.ofInputStream());
    assertThat(edge.streams().size()).isEqualTo(1);

    stream.body().close();

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              edge.streams().keepAlive();
              assertThat(edge.streams().size()).isZero();
            });
  }

  @Test
  void anyPageMayLoadTheScriptAndTheBrowserMayKeepIt() throws Exception {
    HttpResponse<String> entry = send(get(Scripts.ENTRY));
    assertThat(entry.statusCode()).isEqualTo(200);
    assertThat(header(entry, "Content-Type")).startsWith("text/javascript");
    assertThat(header(entry, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(entry, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(header(entry, "Cache-Control")).contains("max-age=300");

    HttpResponse<String> again =
        send(get(Scripts.ENTRY).header("If-None-Match", header(entry, "ETag")));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void theEntryNamesItsPartsByTheirDigestAndTheyMayBeKeptForEver() throws Exception {
    List<String> parts =
        send(get(Scripts.ENTRY))
            .body()
            .lines()
            .filter(line -> line.startsWith("import "))
            .map(line -> line.replaceFirst(".*from '\\./(.*)';", "$1"))
            .toList();

    assertThat(parts).hasSize(4).allMatch(part -> part.matches("[0-9a-f]{16}/[a-z]+\\.js"));
    for (String part : parts) {
      HttpResponse<String> response = send(get(part));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(header(response, "Cache-Control")).contains("immutable");
      assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    }
  }

  @Test
  void thePartsOfAnotherReleaseAreAnsweredOnceAndNotKept() throws Exception {
    HttpResponse<String> response = send(get("0123456789abcdef/view.js"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void whoReadsGzipGetsGzip() throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            get(Scripts.ENTRY).header("Accept-Encoding", "gzip, br").build(),
            BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(unpack(response.body())).isEqualTo(send(get(Scripts.ENTRY)).body());
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(edge.address().resolve(path));
  }

  private HttpRequest.Builder preflight(String path, String method) {
    return get(path)
        .method("OPTIONS", BodyPublishers.noBody())
        .header("Access-Control-Request-Method", method)
        .header("Access-Control-Request-Headers", "content-type,idempotency-key");
  }

  private HttpRequest.Builder post(String number, String idempotencyKey) {
    return postBody(
            "{\"number\":\""
                + number
                + "\",\"page\":\""
                + SITE
                + "/prices\",\"proof\":\""
                + shop.proof()
                + "\"}",
            "application/json")
        .setHeader("Idempotency-Key", idempotencyKey);
  }

  private HttpRequest.Builder postBody(String body, String type) {
    URI address = edge.address().resolve("widgets/" + shop.key + "/callbacks");
    return HttpRequest.newBuilder(address)
        .POST(BodyPublishers.ofString(body))
        .header("Content-Type", type)
        .header("Idempotency-Key", UUID.randomUUID().toString());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static JsonObject json(HttpResponse<String> response) {
    return object(response.body());
  }

  private static JsonObject object(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }

  private static String unpack(byte[] packed) throws IOException {
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(),
        StandardCharsets.UTF_8);
  }
}
