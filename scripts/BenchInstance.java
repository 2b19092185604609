import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The instance that a bench measures: its addresses, its secrets (lines {@code NAME=value} of
 * standard input), its API, its login, and rows written straight into its database.
 */
final class BenchInstance {
  final URI portal;
  final URI keycloak;
  final Map<String, String> secrets = new HashMap<>();
  private final int portBase;
  private final HttpClient http = HttpClient.newHttpClient();
  private String token = "";
  private long tokenFrom;

  BenchInstance(int portBase) throws IOException {
    this.portBase = portBase;
    portal = URI.create("http://127.0.0.1:" + portBase);
    keycloak = URI.create("http://127.0.0.1:" + (portBase + 2));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        secrets.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
  }

  static void say(String words) {
    System.err.println("bench: " + words);
  }

  Connection database() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + (portBase + 4) + "/ringfence?rewriteBatchedStatements=true",
        "ringfence",
        secrets.get("RINGFENCE_DB_PASSWORD"));
  }

  /** Asks the API as the hosting admin; an error is an exception. */
  String api(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(portal.resolve("/api/v1" + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body();
  }

  /** The figures of the running product, as its operator's monitoring reads them. */
  String metrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(portal.resolve("/metrics"))
            .header("Authorization", "Bearer " + token())
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("/metrics: " + answer.statusCode());
    }
    return answer.body();
  }

  /** The body of an answer, unpacked where it came packed. */
  static String text(HttpResponse<byte[]> answer) throws IOException {
    byte[] bytes = answer.body();
    if (answer.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent()) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private synchronized String token() throws IOException, InterruptedException {
    if (token.isEmpty() || System.nanoTime() - tokenFrom > 120_000_000_000L) {
      String form =
          form(
              Map.of(
                  "grant_type", "password",
                  "client_id", "ringfence-cli",
                  "scope", "openid",
                  "username", "hoster",
                  "password", secrets.get("HOSTER_PASSWORD"),
                  "client_secret", secrets.get("CLI_CLIENT_SECRET")));
      HttpRequest request =
          HttpRequest.newBuilder(
                  keycloak.resolve("/realms/ringfence/protocol/openid-connect/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      token =
          value(http.send(request, HttpResponse.BodyHandlers.ofString()).body(), "access_token");
      tokenFrom = System.nanoTime();
    }
    return token;
  }

  static String value(String json, String name) throws IOException {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return matcher.group(1);
  }

  static String form(Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) ->
            text.append(text.length() == 0 ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }

  /** The smallest of the times that at least so many percent of them do not pass; in ms. */
  static double percentile(List<Long> nanos, double percent) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(sorted.length * percent / 100);
    return sorted[Math.max(1, rank) - 1] / 1e6;
  }

  static void figure(String name, double value, int digits) {
    System.out.println(name + " " + String.format(Locale.ROOT, "%." + digits + "f", value));
  }

  /** A client with cookies of its own, as a browser that opened the sign-in. */
  static HttpClient browser() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new Cookies())
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /** As browsers do, secure cookies go to this machine also without TLS. */
  private static final class Cookies extends CookieManager {
    Cookies() {
      super(null, CookiePolicy.ACCEPT_ALL);
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) throws IOException {
      Map<String, List<String>> plain = new HashMap<>(headers);
      plain.replaceAll(
          (name, values) ->
              values.stream().map(value -> value.replaceAll("(?i); *secure\\b", "")).toList());
      super.put(uri, plain);
    }
  }

  /** Gives a user of Keycloak a password. */
  void setPassword(String email, String password) throws IOException, InterruptedException {
    HttpRequest login =
        HttpRequest.newBuilder(
                keycloak.resolve("/realms/ringfence/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    form(
                        Map.of(
                            "grant_type", "client_credentials",
                            "client_id", "ringfence-provisioner",
                            "client_secret", secrets.get("PROVISIONER_CLIENT_SECRET")))))
            .build();
    String admin =
        "Bearer "
            + value(http.send(login, HttpResponse.BodyHandlers.ofString()).body(), "access_token");
    URI users = keycloak.resolve("/admin/realms/ringfence/users");
    HttpRequest find =
        HttpRequest.newBuilder(
                URI.create(
                    users + "?exact=true&" + form(Map.of("email", email))))
            .header("Authorization", admin)
            .build();
    String user = value(http.send(find, HttpResponse.BodyHandlers.ofString()).body(), "id");
    HttpRequest change =
        HttpRequest.newBuilder(URI.create(users + "/" + user + "/reset-password"))
            .header("Authorization", admin)
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"password\",\"temporary\":false,\"value\":\"" + password + "\"}"))
            .build();
    if (http.send(change, HttpResponse.BodyHandlers.discarding()).statusCode() != 204) {
      throw new IOException("Keycloak refused the password of " + email);
    }
  }

  /** Signs in at Keycloak through its pages, as a person does. */
  HttpClient signIn(String user, String password) throws Exception {
    HttpClient browser = browser();
    HttpResponse<String> page = follow(browser, get(portal.resolve("/")));
    for (int i = 0; i < 6 && !page.uri().getAuthority().equals(portal.getAuthority()); i++) {
      Matcher action = Pattern.compile("<form[^>]* action=\"([^\"]+)\"").matcher(page.body());
      if (!action.find()) {
        throw new IOException("Keycloak's page has no form: " + page.body());
      }
      Map<String, String> fields = new TreeMap<>();
      if (page.body().contains("name=\"username\"")) {
        fields.put("username", user);
      }
      if (page.body().contains("name=\"password\"")) {
        fields.put("password", password);
      }
      HttpRequest send =
          HttpRequest.newBuilder(page.uri().resolve(action.group(1).replace("&amp;", "&")))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
              .build();
      page = follow(browser, send);
    }
    if (page.statusCode() != 200) {
      throw new IOException("sign-in ended with " + page.statusCode() + " of " + page.uri());
    }
    return browser;
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).GET().build();
  }

  private static HttpResponse<String> follow(HttpClient browser, HttpRequest first)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = browser.send(first, HttpResponse.BodyHandlers.ofString());
    for (int i = 0; i < 20 && answer.statusCode() / 100 == 3; i++) {
      URI next = answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
      answer = browser.send(get(next), HttpResponse.BodyHandlers.ofString());
    }
    return answer;
  }

  /**
   * Seals values as the product does, with its own class, which is nobody else's otherwise.
   *
   * @param table where the value is to stand, with its column and the id of its row
   */
  byte[] seal(String table, String column, String row, String plain) {
    try {
      if (vault == null) {
        Class<?> type = Class.forName("org.ringfence.persistence.Vault");
        Constructor<?> make = type.getDeclaredConstructor(String.class);
        make.setAccessible(true);
        vault = make.newInstance(secrets.get("RINGFENCE_MASTER_KEY"));
        Class<?> placeType = Class.forName("org.ringfence.persistence.Vault$Place");
        place = placeType.getDeclaredConstructor(String.class, String.class, String.class);
        place.setAccessible(true);
        seal = type.getDeclaredMethod("seal", placeType, String.class);
        seal.setAccessible(true);
      }
      return (byte[]) seal.invoke(vault, place.newInstance(table, column, row), plain);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("the vault is not as the bench knows it", changed);
    }
  }

  private Object vault;
  private Constructor<?> place;
  private Method seal;

  /** A widget of a tenant, for one website, that extension 1000 answers. */
  static void widget(Connection database, String tenant, String key, String origin)
      throws SQLException {
    insert(
        database,
        "widget",
        "id,tenant_id,public_key,name,origins,agent,enabled,version",
        Collections.singletonList(
            new Object[] {
              UUID.randomUUID().toString(), tenant, key, "Website " + key, origin, "1000", true, 0
            }));
  }

  /** Inserts rows of one table, many at a time. */
  static void insert(Connection database, String table, String columns, List<Object[]> rows)
      throws SQLException {
    String marks = String.join(",", Arrays.stream(columns.split(",")).map(any -> "?").toList());
    try (PreparedStatement statement =
        database.prepareStatement(
            "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")")) {
      int waiting = 0;
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.addBatch();
        if (++waiting == 500) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      statement.executeBatch();
    }
  }

  /**
   * A tenant whose administrator is known to Keycloak only by name, with its VM.
   *
   * @return the VM's id
   */
  String tenant(Connection database, String id, String slug, String address, String desired)
      throws SQLException {
    insert(
        database,
        "tenant",
        "id,slug,name,country,admin_email,identity_state,created_at",
        Collections.singletonList(
            new Object[] {
              id, slug, "Tenant " + slug, "GB", slug + "@example.org", "READY", now()
            }));
    String machine = UUID.randomUUID().toString();
    insert(
        database,
        "virtual_machine",
        "id,tenant_id,name,desired,stage,reason,address,guest_secret_enc,ami_secret_enc,boot_id,"
            + "failures,stage_since,next_check",
        Collections.singletonList(
            new Object[] {
              machine,
              id,
              "rf-" + slug,
              desired,
              desired.equals("STOPPED") ? "STOPPED" : "REQUESTED",
              "",
              address,
              seal("virtual_machine", "guest_secret_enc", machine, guestSecret(slug)),
              seal("virtual_machine", "ami_secret_enc", machine, "ami-" + slug),
              "",
              0,
              now(),
              0
            }));
    return machine;
  }

  /** What the guest of a tenant made by {@link #tenant} proves itself with. */
  static String guestSecret(String slug) {
    return "guest-secret-of-" + slug;
  }

  /** Extensions and trunks of a tenant. */
  void fill(Connection database, String tenantId, int extensions, int trunks) throws SQLException {
    List<Object[]> extensionRows = new ArrayList<>();
    for (int i = 0; i < extensions; i++) {
      String id = UUID.randomUUID().toString();
      extensionRows.add(
          new Object[] {
            id,
            tenantId,
            String.valueOf(1000 + i),
            NAMES[i % NAMES.length] + " " + (i / NAMES.length + 1),
            seal("extension", "md5_enc", id, "0123456789abcdef0123456789abcdef"),
            seal(
                "extension",
                "sha256_enc",
                id,
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
            0
          });
    }
    insert(
        database, "extension", "id,tenant_id,number,name,md5_enc,sha256_enc,version", extensionRows);
    List<Object[]> trunkRows = new ArrayList<>();
    for (int i = 1; i <= trunks; i++) {
      String id = UUID.randomUUID().toString();
      trunkRows.add(
          new Object[] {
            id,
            tenantId,
            "Provider " + i,
            "REGISTRATION",
            "account" + i,
            seal("trunk", "password_enc", id, "a-password-of-provider-" + i),
            "",
            "sip" + i + ".provider.example",
            "UDP",
            "PLUS_E164",
            true,
            i,
            i % 5 == 0 ? "UNREACHABLE" : "REGISTERED",
            i % 5 == 0 ? "No answer to OPTIONS" : "",
            now(),
            0
          });
    }
    insert(
        database,
        "trunk",
        "id,tenant_id,name,access,username,password_enc,sources,host,transport,number_format,"
            + "enabled,position,state,state_detail,state_since,version",
        trunkRows);
  }

  static long now() {
    return System.currentTimeMillis() * 1000;
  }

  private static final String[] NAMES = {
    "Ada", "Ben", "Carla", "Deniz", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas"
  };
}
