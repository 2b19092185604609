import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the portal's pages as a signed-in tenant administrator: {@code PortalBench PORT_BASE
 * CALLS CHROMIUM_PROFILE}, with the instance's secrets on standard input. Prints a line per figure.
 */
final class PortalBench {
  private static final String SLUG = "acme";
  private static final String ADMIN = "admin@acme.example.org";
  private static final int EXTENSIONS = 1000;
  private static final int TRUNKS = 20;
  private static final int OTHERS = 100;
  private static final int OTHERS_CALLS = 1000;
  private static final int WARM = Integer.getInteger("warm", 500);
  private static final int MEASURED = Integer.getInteger("measured", 200);
  private static final int SESSIONS = 8;
  private static final long CONCURRENT_WARM_NANOS = 3_000_000_000L;
  private static final long CONCURRENT_NANOS = 12_000_000_000L;

  private final BenchInstance instance;
  private final String path = "/t/" + SLUG;
  private final String password = "bench-" + UUID.randomUUID();
  private String trunkEdit = "";

  private PortalBench(BenchInstance instance) {
    this.instance = instance;
  }

  public static void main(String[] arguments) throws Exception {
    PortalBench bench = new PortalBench(new BenchInstance(Integer.parseInt(arguments[0])));
    bench.run(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
  }

  private void run(int calls, Path profile) throws Exception {
    if (makeTenant()) {
      BenchInstance.say("writing 1 tenant with " + calls + " calls and " + OTHERS + " others");
      try (Connection database = instance.database()) {
        write(database, calls);
      }
    }
    try (Connection database = instance.database();
        Statement statement = database.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT t.id FROM trunk t JOIN tenant o ON o.id = t.tenant_id WHERE o.slug = '"
                    + SLUG
                    + "' ORDER BY t.position LIMIT 1 OFFSET 9")) {
      found.next();
      trunkEdit = path + "/trunks/" + found.getString(1) + "/edit";
    }
    instance.setPassword(ADMIN, password);
    HttpClient browser = instance.signIn(ADMIN, password);
    BenchInstance.say("measuring");
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("dashboard", path);
    pages.put("extensions", path + "/extensions");
    pages.put("trunks", path + "/trunks");
    pages.put("trunk_edit", trunkEdit);
    pages.put("calls", path + "/calls");
    Map<String, Double> p95 = new HashMap<>();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      List<Long> times = new ArrayList<>();
      Page last = null;
      for (int i = 0; i < WARM + MEASURED; i++) {
        last = get(browser, page.getValue());
        if (i >= WARM) {
          times.add(last.nanos());
        }
      }
      p95.put(page.getKey(), BenchInstance.percentile(times, 95));
      BenchInstance.say(
          "%s p50 %.1f ms p95 %.1f ms, %d bytes of %d"
              .formatted(
                  page.getKey(),
                  BenchInstance.percentile(times, 50),
                  BenchInstance.percentile(times, 95),
                  last.wire(),
                  last.body().length()));
    }
    p95.put("save", saves(browser));
    p95.put("concurrent8_trunks", concurrently());
    for (String name : List.of("dashboard", "extensions", "trunks", "trunk_edit", "calls", "save")) {
      BenchInstance.figure(name + "_p95_ms", p95.get(name), 1);
    }
    BenchInstance.figure("concurrent8_trunks_p95_ms", p95.get("concurrent8_trunks"), 1);
    BenchInstance.say("first load");
    List<FirstLoad.Loaded> loaded =
        new FirstLoad(profile)
            .open(
                instance.portal.resolve(trunkEdit),
                session(browser),
                address -> address.contains("portal.css"));
    BenchInstance.figure(
        "first_load_kib", loaded.stream().mapToDouble(FirstLoad.Loaded::wire).sum() / 1024, 0);
    BenchInstance.figure("first_load_requests", loaded.size(), 0);
  }

  // --- Data ---------------------------------------------------------------------------------

  /** False when the tenant is there already, because a running instance is measured again. */
  private boolean makeTenant() throws Exception {
    if (instance.api("GET", "/tenants", "").contains("\"slug\":\"" + SLUG + "\"")) {
      return false;
    }
    instance.api(
        "POST",
        "/tenants",
        "{\"slug\":\"%s\",\"name\":\"Acme Ltd\",\"country\":\"GB\",\"adminEmail\":\"%s\"}"
            .formatted(SLUG, ADMIN));
    String tenant;
    do {
      Thread.sleep(500);
      tenant = instance.api("GET", "/tenants/" + SLUG, "");
    } while (!BenchInstance.value(tenant, "identity").equals("READY"));
    return true;
  }

  private void write(Connection database, int calls) throws SQLException {
    String acme;
    try (Statement statement = database.createStatement()) {
      statement.execute("SET SESSION foreign_key_checks = 0, unique_checks = 0");
      try (ResultSet found =
          statement.executeQuery("SELECT id FROM tenant WHERE slug = '" + SLUG + "'")) {
        found.next();
        acme = found.getString(1);
      }
    }
    database.setAutoCommit(false);
    instance.fill(database, acme, EXTENSIONS, TRUNKS);
    calls(database, acme, calls);
    for (int i = 1; i <= OTHERS; i++) {
      String tenant = UUID.randomUUID().toString();
      instance.tenant(database, tenant, "other-" + i, "10.255.0." + i, "STOPPED");
      instance.fill(database, tenant, 20, 2);
      calls(database, tenant, OTHERS_CALLS);
    }
    database.commit();
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "ANALYZE TABLE tenant, virtual_machine, extension, trunk, widget, callback_request,"
              + " call_attempt, call_leg");
    }
  }

  /** Calls of the last year, each with an agent's and a visitor's leg; four of five were answered. */
  private static void calls(Connection database, String tenant, int number) throws SQLException {
    String widget = UUID.randomUUID().toString();
    BenchInstance.insert(
        database,
        "widget",
        "id,tenant_id,public_key,name,origins,agent,enabled,version",
        Collections.singletonList(
            new Object[] {
              widget,
              tenant,
              widget.replace("-", "").substring(0, 16),
              "Website",
              "https://www.example.org",
              "1000",
              true,
              0
            }));
    long year = 365L * 24 * 3600 * 1_000_000;
    String id = "CONCAT(LPAD(HEX(seq), 8, '0'), '" + widget.substring(8) + "')";
    String at = "(" + BenchInstance.now() + " - seq * " + (year / number) + ")";
    String from = " FROM seq_1_to_" + number;
    run(
        database,
        "INSERT INTO callback_request (id, tenant_id, widget_id, agent, visitor, idempotency_key,"
            + " page, state, reason, requested_at, state_since, due_at) SELECT LOWER("
            + id
            + "), '"
            + tenant
            + "', '"
            + widget
            + "', '1000', CONCAT('+4420794', LPAD(seq MOD 100000, 5, '0')), LOWER("
            + id
            + "), 'https://www.example.org/', IF(seq MOD 5, 'ENDED', 'FAILED'),"
            + " IF(seq MOD 5, '', 'Nobody answered.'), "
            + at
            + ", "
            + at
            + ", "
            + at
            + from);
    run(
        database,
        "INSERT INTO call_attempt (id, callback_id, tenant_id, state, reason, epoch, boot_id,"
            + " started_at, bridged_at, ended_at) SELECT LOWER("
            + id
            + "), LOWER("
            + id
            + "), '"
            + tenant
            + "', IF(seq MOD 5, 'COMPLETED', 'FAILED'), IF(seq MOD 5, '', 'Nobody answered.'), 1,"
            + " 'bench', "
            + at
            + ", IF(seq MOD 5, "
            + at
            + " + 9000000, NULL), "
            + at
            + " + 90000000"
            + from);
    for (String party : List.of("AGENT", "VISITOR")) {
      run(
          database,
          "INSERT INTO call_leg (attempt_id, unique_id, party, number, trunk, started_at,"
              + " answered_at, ended_at, cause) SELECT LOWER("
              + id
              + "), CONCAT('"
              + party
              + "-', seq), '"
              + party
              + "', '1000', 'Provider 1', "
              + at
              + ", IF(seq MOD 5, "
              + at
              + " + 9000000, NULL), "
              + at
              + " + 90000000, 'Normal Clearing'"
              + from);
    }
  }

  private static void run(Connection database, String sql) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  // --- Pages --------------------------------------------------------------------------------

  private record Page(String body, int wire, long nanos) {}

  private Page get(HttpClient browser, String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(instance.portal.resolve(address))
            .header("Accept", "text/html")
            .header("Accept-Encoding", "gzip")
            .header("Accept-Language", "en")
            .build();
    long began = System.nanoTime();
    HttpResponse<byte[]> answer = browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
    long nanos = System.nanoTime() - began;
    String body = BenchInstance.text(answer);
    // A refusal or a sign-in page would be quick, too.
    if (answer.statusCode() != 200 || !body.contains("rf-side-tenant")) {
      throw new IOException(address + ": " + answer.statusCode() + " " + body);
    }
    return new Page(body, answer.body().length, nanos);
  }

  private double saves(HttpClient browser) throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < WARM + MEASURED; i++) {
      Map<String, String> fields = fields(get(browser, trunkEdit).body());
      fields.put("form:callerId", "+4420794" + (60000 + i));
      fields.put("form:save", "form:save");
      fields.put("jakarta.faces.partial.ajax", "true");
      fields.put("jakarta.faces.source", "form:save");
      fields.put("jakarta.faces.partial.execute", "form");
      fields.put("jakarta.faces.partial.render", "form messages");
      HttpRequest request =
          HttpRequest.newBuilder(instance.portal.resolve(trunkEdit))
              .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
              .header("Faces-Request", "partial/ajax")
              .header("X-Requested-With", "XMLHttpRequest")
              .header("Accept-Encoding", "gzip")
              .POST(HttpRequest.BodyPublishers.ofString(BenchInstance.form(fields)))
              .build();
      long began = System.nanoTime();
      HttpResponse<byte[]> answer = browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
      long nanos = System.nanoTime() - began;
      if (!BenchInstance.text(answer).contains("<redirect url=\"" + path + "/trunks/")) {
        throw new IOException("the trunk was not saved: " + BenchInstance.text(answer));
      }
      if (i >= WARM) {
        times.add(nanos);
      }
    }
    BenchInstance.say("save p50 %.1f ms".formatted(BenchInstance.percentile(times, 50)));
    return BenchInstance.percentile(times, 95);
  }

  /** What a browser would send of the form: its inputs with what stands in them. */
  private static Map<String, String> fields(String page) throws IOException {
    int from = page.indexOf("<form id=\"form\"");
    int to = page.indexOf("</form>", from);
    if (from < 0 || to < 0) {
      throw new IOException("the page has no form: " + page);
    }
    String form = page.substring(from, to);
    Map<String, String> fields = new LinkedHashMap<>();
    for (Matcher input = tag("input", form); input.find(); ) {
      String type = attribute(input.group(), "type");
      boolean off =
          (type.equals("radio") || type.equals("checkbox")) && !input.group().contains(" checked");
      if (!off && !type.equals("submit") && !type.equals("button")) {
        String value = attribute(input.group(), "value");
        fields.put(
            attribute(input.group(), "name"),
            type.equals("checkbox") && value.isEmpty() ? "on" : value);
      }
    }
    for (Matcher area =
            Pattern.compile("<textarea([^>]*)>([^<]*)</textarea>").matcher(form);
        area.find(); ) {
      fields.put(attribute(area.group(1), "name"), plain(area.group(2)));
    }
    for (Matcher menu =
            Pattern.compile("<select([^>]*)>(.*?)</select>", Pattern.DOTALL).matcher(form);
        menu.find(); ) {
      Matcher chosen =
          Pattern.compile("<option[^>]*selected[^>]*>").matcher(menu.group(2));
      Matcher first = tag("option", menu.group(2));
      String option = chosen.find() ? chosen.group() : first.find() ? first.group() : "";
      fields.put(attribute(menu.group(1), "name"), attribute(option, "value"));
    }
    fields.remove("");
    if (!fields.containsKey("jakarta.faces.ViewState")) {
      throw new IOException("the form has no view state");
    }
    return fields;
  }

  private static Matcher tag(String name, String html) {
    return Pattern.compile("<" + name + "\\b[^>]*>").matcher(html);
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(tag);
    return found.find() ? plain(found.group(1)) : "";
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#10;", "\n")
        .replace("&amp;", "&");
  }

  private double concurrently() throws Exception {
    List<HttpClient> browsers = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      browsers.add(instance.signIn(ADMIN, password));
    }
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try {
      long from = System.nanoTime() + CONCURRENT_WARM_NANOS;
      long until = from + CONCURRENT_NANOS;
      List<Future<List<Long>>> running = new ArrayList<>();
      for (HttpClient browser : browsers) {
        running.add(
            threads.submit(
                () -> {
                  List<Long> times = new ArrayList<>();
                  while (System.nanoTime() < until) {
                    boolean counts = System.nanoTime() >= from;
                    long nanos = get(browser, path + "/trunks").nanos();
                    if (counts) {
                      times.add(nanos);
                    }
                  }
                  return times;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> one : running) {
        all.addAll(one.get());
      }
      BenchInstance.say(
          "8 at once: %d pages, p50 %.1f ms"
              .formatted(all.size(), BenchInstance.percentile(all, 50)));
      return BenchInstance.percentile(all, 95);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The session's cookie, as name=value. */
  private String session(HttpClient browser) throws Exception {
    List<String> cookies =
        browser
            .cookieHandler()
            .orElseThrow()
            .get(instance.portal.resolve("/"), Map.of())
            .getOrDefault("Cookie", List.of());
    return cookies.stream()
        .flatMap(all -> List.of(all.split("; ")).stream())
        .filter(cookie -> cookie.startsWith("ringfence-" + instance.portal.getPort() + "="))
        .findFirst()
        .orElseThrow();
  }
}
