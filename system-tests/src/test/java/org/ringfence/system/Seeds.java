package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One object of every kind that a tenant can have, each with the tenant's mark in its name. They
 * are known by the word that stands before their id in addresses.
 */
final class Seeds {
  private static final byte[] NOTHING = {};
  private static final String JSON = "application/json";
  private static final Gson GSON = new Gson();

  private final Instance instance;
  private final Http http;
  private final String slug;
  private final String mark;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> handlings = new LinkedHashMap<>();

  /** What was sent to create something, as the description of the API writes its address. */
  private final Set<String> creations = new LinkedHashSet<>();

  private final Deque<String> made = new ArrayDeque<>();
  private String tenantId = "";
  private String token = "";

  Seeds(Instance instance, String slug, String mark) {
    this.instance = instance;
    this.http = new Http(instance);
    this.slug = slug;
    this.mark = mark;
  }

  String slug() {
    return slug;
  }

  String mark() {
    return mark;
  }

  /** Kinds of call handling, with the id of one of each. */
  Map<String, String> handlings() {
    return handlings;
  }

  /** Addresses at which something was created. */
  Set<String> creations() {
    return creations;
  }

  /** Ids that nobody else has. */
  Collection<String> ids() {
    Set<String> ids = new LinkedHashSet<>(handlings.values());
    values.values().stream().filter(value -> value.length() > 20).forEach(ids::add);
    return ids;
  }

  /** What stands in addresses behind this word. */
  String after(String word) {
    String value = values.get(word);
    if (value == null) {
      throw new AssertionError(
          "no object of the test stands behind \"" + word + "\" in addresses: add one to Seeds");
    }
    return value;
  }

  void plant() throws Exception {
    token = http.hosterToken();
    tenantId = Http.text(get("").body(), "id");
    String number = String.valueOf(600_000 + System.nanoTime() / 1000 % 100_000);
    String person =
        create(
            "extensions",
            "extensions",
            Map.of(
                "number",
                number,
                "name",
                mark + " reception",
                "settings",
                Map.of("voicemail", "true")));
    plantTrunk();
    String sound = plantSound();
    String widget =
        create(
            "widgets",
            "widgets",
            Map.of(
                "name", mark + " website",
                "origins", "https://" + mark.toLowerCase(Locale.ROOT) + ".example.org",
                "agent", number));
    plantHandlings(person, sound, widget);
    String visitor = visitor();
    String callback =
        create(
            "callbacks",
            "callbacks",
            Map.of(
                "agent",
                number,
                "visitor",
                visitor,
                "at",
                Instant.now().plus(Duration.ofDays(300)).toString()));
    assertThat(
            http.api(
                    "POST",
                    "/tenants/" + slug + "/privacy/opt-outs",
                    GSON.toJson(Map.of("number", number(9))))
                .statusCode())
        .isEqualTo(200);
    made.push("privacy/opt-outs/" + number(9));
    create("api-keys", "api-keys", Map.of("name", mark + " billing", "scope", "READ", "days", "1"));
    values.put("opt-outs", number(9));
    values.put("people", visitor);
    values.put("tenants", slug);
    values.put("t", slug);
    values.put("{slug}", "restart");
    values.put("changes", "password-wrong");
    values.put("revisions", "1");
    values.put("snapshots", UUID.randomUUID().toString());
    bringFromOutside(number, widget, callback);
  }

  private void plantTrunk() throws Exception {
    String trunk =
        create(
            "trunks",
            "trunks",
            Map.of(
                "name",
                mark + " line",
                "access",
                "ip",
                "host",
                instance.address(9),
                "sources",
                instance.address(9)));
    create("examinations", "trunks/" + trunk + "/examinations", Map.of());
  }

  private String plantSound() throws Exception {
    return create(
        "sounds",
        "sounds",
        "?name=" + mark + "%20greeting",
        "audio/wav",
        silence(),
        UUID.randomUUID().toString());
  }

  private void plantHandlings(String person, String sound, String widget) throws Exception {
    handling("hours", Map.of("zone", "Europe/London", "openings", "mon-fri 09:00-17:00"));
    handling("ring-group", Map.of("members", person));
    handling("music", Map.of("pieces", sound));
    handling(
        "queue",
        Map.of("members", person, "welcome", sound, "music", "music:" + handlings.get("music")));
    handling("conference", Map.of());
    handling(
        "menu",
        Map.of("greeting", sound, "choices", "1 ring-group:" + handlings.get("ring-group")));
    handling("announcement", Map.of("sound", sound));
    handling("blocklist", Map.of("callers", number(8)));
    handling("paging", Map.of("members", person));
    handling("ad", Map.of("sound", sound, "widgets", widget));
    handling("agent-prompt", Map.of("whisper", sound, "widgets", widget));
    handling("number", Map.of("did", number(7), "destination", "menu:" + handlings.get("menu")));
    handling("outbound-route", Map.of("trunks", after("trunks")));
    handling("recording", Map.of("direction", "inbound", "recorded", "extension:" + person));
    values.put("outbound", handlings.getOrDefault("outbound-route", ""));
  }

  private void handling(String kind, Map<String, String> fields) throws Exception {
    Map<String, Object> body = new LinkedHashMap<>(fields);
    body.put("name", mark + " " + kind.replace('-', ' '));
    handlings.put(
        kind,
        create(
            "{kind}",
            "call-handling/" + kind,
            "",
            JSON,
            GSON.toJson(body).getBytes(StandardCharsets.UTF_8),
            UUID.randomUUID().toString()));
  }

  /** A snapshot is the hoster's wish, and costs a machine that runs its time. */
  void plantSnapshot() throws Exception {
    create("snapshots", "snapshots", Map.of("label", mark + " before"));
  }

  /**
   * Calls and messages come from the VM, leads from visitors; these rows are what they leave
   * behind.
   */
  private void bringFromOutside(String number, String widget, String callback) throws Exception {
    String call = UUID.randomUUID().toString();
    String attempt = UUID.randomUUID().toString();
    String lead = UUID.randomUUID().toString();
    String message = System.nanoTime() / 1000 + "-0000000a";
    long now = Instant.now().getEpochSecond() * 1_000_000;
    String before =
        """
        INSERT INTO call_attempt (id, callback_id, tenant_id, state, epoch, boot_id, started_at, bridged_at, ended_at)
          VALUES ('%1$s', '%2$s', '%3$s', 'COMPLETED', 1, 'boot', %4$d - 90000000, %4$d - 80000000, %4$d - 20000000);
        INSERT INTO call_leg (attempt_id, unique_id, party, number, trunk, started_at, answered_at, ended_at, cause)
          VALUES ('%1$s', '%1$s-1', 'AGENT', '%5$s', '', %4$d - 90000000, %4$d - 85000000, %4$d - 20000000, 'Normal Clearing');
        INSERT INTO call_record (id, tenant_id, vm_id, direction, caller, caller_name, called, called_name, caller_key, called_key,
            extension, trunk, trunk_name, through, attempt_id, outcome, started_at, answered_at, ended_at, cause, mos)
          VALUES ('%6$s', '%3$s', '%6$s', 'INBOUND', '%7$s', '%8$s caller', '%5$s', '%8$s reception', REVERSE('%7$s'), REVERSE('%5$s'),
            '%5$s', '', '%8$s line', '%8$s menu', '%1$s', 'ANSWERED', %4$d - 90000000, %4$d - 80000000, %4$d - 20000000, 16, 4.3);
        INSERT INTO callback_request (id, tenant_id, widget_id, agent, visitor, idempotency_key, page, state, reason, requested_at, state_since, due_at)
          VALUES ('%10$s', '%3$s', '%11$s', '%5$s', '%12$s', '%10$s', 'https://www.example.org/prices', 'FAILED', 'visitor-no-answer', %4$d - 99000000, %4$d - 80000000, %4$d - 99000000);
        INSERT INTO callback_lead (callback_id, tenant_id, name, department, referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content,
            consent_text, consent_link, consent_version, consent_at, notes)
          VALUES ('%10$s', '%3$s', '%8$s caller', 'Sales', 'https://search.example/', 'news', 'mail', 'autumn', '', '', 'You may call me.', '', '1', %4$d - 99000000, 'Wants a quotation.');
        INSERT INTO voice_message (tenant_id, id, mailbox, folder, caller_number, caller_name, seconds, received_at, mail_state, mail_to, mail_due)
          VALUES ('%3$s', '%9$s', '%5$s', 'INBOX', '%7$s', '%8$s caller', 12, %4$d, 'NONE', '', 0);
        """;
    Command.sql(
        instance,
        before.formatted(
            attempt, callback, tenantId, now, number, call, number(6), mark, message, lead, widget,
            visitor()));
    values.put("leads", lead);
    values.put("calls", attempt);
    values.put("call-records", call);
    values.put("history", call);
    values.put("recordings", call);
    values.put("voicemail", message);
  }

  /** A number of a range that Ofcom keeps free for fiction, another one for each tenant. */
  private String number(int which) {
    return "+442079460" + which + String.format("%02d", Math.floorMod(mark.hashCode(), 100));
  }

  String visitor() {
    return number(5);
  }

  private String create(String word, String path, Map<String, ?> body) throws Exception {
    return create(
        word,
        path,
        "",
        JSON,
        GSON.toJson(body).getBytes(StandardCharsets.UTF_8),
        UUID.randomUUID().toString());
  }

  /**
   * Creates something, twice with the same Idempotency-Key, as a program does that got no answer.
   */
  private String create(
      String word, String path, String query, String type, byte[] body, String key)
      throws Exception {
    String address = "/v1/tenants/" + slug + "/" + path + query;
    HttpResponse<String> first =
        http.send(token, "POST", address, type, body, "Idempotency-Key", key);
    assertThat(first.statusCode()).as("POST %s: %s", address, first.body()).isEqualTo(201);
    HttpResponse<String> again =
        http.send(token, "POST", address, type, body, "Idempotency-Key", key);
    assertThat(again.statusCode()).as("POST %s again: %s", address, again.body()).isEqualTo(201);
    assertThat(again.body()).as("POST %s again", address).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location"))
        .isPresent()
        .isEqualTo(first.headers().firstValue("Location"));
    String id = Http.text(first.body(), "id");
    String trunk = values.getOrDefault("trunks", "none");
    creations.add(
        "/tenants/{slug}/"
            + path.replace(trunk, "{id}").replaceAll("^call-handling/.*", "call-handling/{kind}"));
    values.put(word, id);
    if (!word.equals("examinations")) {
      made.push((word.equals("{kind}") ? path : word) + "/" + id);
    }
    return id;
  }

  private HttpResponse<String> get(String below) throws Exception {
    return http.send(token, "GET", "/v1/tenants/" + slug + below, "", NOTHING);
  }

  /** Takes everything away again, the last thing first. */
  void clear() throws Exception {
    token = http.hosterToken();
    if (!tenantId.isEmpty()) {
      Command.sql(
          instance,
          """
          DELETE FROM call_record WHERE id = '%1$s';
          DELETE FROM call_attempt WHERE id = '%2$s';
          DELETE FROM callback_request WHERE id IN ('%5$s', '%6$s');
          DELETE FROM voice_message WHERE id = '%3$s' AND tenant_id = '%4$s';
          """
              .formatted(
                  values.get("call-records"),
                  values.get("calls"),
                  values.get("voicemail"),
                  tenantId,
                  values.get("callbacks"),
                  values.get("leads")));
    }
    while (!made.isEmpty()) {
      http.send(token, "DELETE", "/v1/tenants/" + slug + "/" + made.pop(), "", NOTHING);
    }
  }

  /** Half a second of a telephone's silence, as a WAV file. */
  private static byte[] silence() {
    int samples = 4000;
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    return wav.array();
  }

  static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }
}
