import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.ringfence.config.ConfigFile;
import org.ringfence.config.ConfigGenerator;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.tenant.Slug;

/**
 * What {@code bench dialer} does besides starting programs; the script beside it says what the figures
 * are. Everything that was reached is read from SIPp's logs.
 *
 * <ul>
 *   <li>{@code files DIRECTORY CENTRE PROVIDER AGENTS}: writes the PBX's configuration.
 *   <li>{@code register PHONES PBX AGENTS}: registers the agents' phones, which are all at one address.
 *   <li>{@code ceiling PBX LOGS AGENTS}: originates at growing rates, without a dialer.
 *   <li>{@code naive PBX LOGS AGENTS SECONDS}: originates one call after another.
 *   <li>{@code tenant PORTAL KEYCLOAK AGENTS PROVIDER}: makes the tenant by the API, and prints SQL that
 *       gives its machine the PBX's secret.
 *   <li>{@code path PORTAL KEYCLOAK LOGS AGENTS RATE SECONDS}: asks for callbacks by the API.
 * </ul>
 */
final class DialerBench {
  private static final String TENANT = "bench";
  private static final Secret AMI = new Secret("only-for-the-bench-0123456789abcdef");
  private static final int FIRST_AGENT = 2000;

  private DialerBench() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "files" -> files(arguments);
      case "register" -> register(arguments);
      case "ceiling" -> ceiling(arguments);
      case "naive" -> naive(arguments);
      case "tenant" -> tenant(arguments);
      case "path" -> path(arguments);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static String agent(int i) {
    return String.valueOf(FIRST_AGENT + i);
  }

  private static String password(String agent) {
    return "bench-phone-" + agent;
  }

  /** A number that no other call has, so that SIPp's log tells calls apart. */
  private static String visitor(int series, int i) {
    return "4930%02d%06d".formatted(series, i);
  }

  private static void files(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    List<Extension> agents =
        IntStream.range(0, Integer.parseInt(arguments[4]))
            .mapToObj(DialerBench::agent)
            .map(
                number ->
                    new Extension(
                        ExtensionId.random(),
                        new ExtensionNumber(number),
                        new DisplayName("Agent " + number),
                        DigestCredentials.of(number, TENANT, new Secret(password(number)))))
            .toList();
    Trunk trunk =
        new Trunk(
            new TrunkId(UUID.fromString("11111111-0000-4000-8000-000000000001")),
            new DisplayName("Provider"),
            new TrunkAccess.IpAddress(List.of(SourceRange.parse(arguments[3])), Optional.empty()),
            new SipHost(arguments[3]),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.PLUS_E164,
            Optional.empty(),
            Optional.empty(),
            true,
            1);
    TenantPbx pbx =
        new TenantPbx(
            new Slug(TENANT), new Country("DE"), List.of(trunk), agents, new Ipv4(arguments[2]), AMI);
    for (ConfigFile file : new ConfigGenerator().render(pbx).files()) {
      if (file.name().startsWith("asterisk/")) {
        Files.writeString(
            directory.resolve(file.name().substring("asterisk/".length())), file.text());
      }
    }
  }

  // ---- phones ----

  private static void register(String[] arguments) throws Exception {
    InetAddress pbx = InetAddress.getByName(arguments[2]);
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(arguments[1]), 5060))) {
      socket.setSoTimeout(2000);
      for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
        register(socket, pbx, agent(i), arguments[1]);
      }
    }
  }

  private static void register(DatagramSocket socket, InetAddress pbx, String number, String host)
      throws Exception {
    String uri = "sip:" + pbx.getHostAddress();
    String id = UUID.randomUUID().toString();
    String challenge = ask(socket, pbx, registration(uri, number, host, id, 1, ""), id);
    if (!challenge.startsWith("SIP/2.0 401")) {
      throw new IOException("REGISTER of " + number + ": " + challenge.lines().findFirst());
    }
    Matcher each =
        Pattern.compile("WWW-Authenticate: Digest ([^\r]*)", Pattern.CASE_INSENSITIVE)
            .matcher(challenge);
    String chosen = "";
    while (each.find()) {
      chosen = each.group(1).contains("SHA-256") ? chosen : each.group(1);
    }
    String first = md5(number + ":" + TENANT + ":" + password(number));
    String response =
        md5(first + ":" + value(chosen, "nonce") + ":00000001:c0ffee:auth:" + md5("REGISTER:" + uri));
    String opaque = chosen.contains("opaque=") ? ", opaque=\"" + value(chosen, "opaque") + "\"" : "";
    String authorization =
        "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c0ffee\"%s\r\n"
            .formatted(number, TENANT, value(chosen, "nonce"), uri, response, opaque);
    String answer = ask(socket, pbx, registration(uri, number, host, id, 2, authorization), id);
    if (!answer.startsWith("SIP/2.0 200")) {
      throw new IOException("REGISTER of " + number + ": " + answer.lines().findFirst());
    }
  }

  private static String registration(
      String uri, String number, String host, String id, int sequence, String more) {
    String me = "<sip:" + number + "@" + uri.substring(4) + ">";
    return "REGISTER %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:5060;rport;branch=z9hG4bK%s%d\r\nMax-Forwards: 70\r\nFrom: %s;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d REGISTER\r\nContact: <sip:%s@%s:5060>\r\nExpires: 3600\r\n%sContent-Length: 0\r\n\r\n"
        .formatted(
            uri, host, id, sequence, me, id.substring(0, 8), me, id, sequence, number, host, more);
  }

  /** Meanwhile Asterisk asks the phones that are registered already whether they are there. */
  private static String ask(DatagramSocket socket, InetAddress pbx, String request, String id)
      throws IOException {
    byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
    for (int attempt = 0; attempt < 5; attempt++) {
      socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(pbx, 5060)));
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      while (System.nanoTime() < limit) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
          socket.receive(packet);
        } catch (java.net.SocketTimeoutException silent) {
          break;
        }
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        if (text.startsWith("SIP/2.0 ") && text.contains(id)) {
          return text;
        }
        if (text.startsWith("OPTIONS ")) {
          byte[] here = here(text).getBytes(StandardCharsets.UTF_8);
          socket.send(new DatagramPacket(here, here.length, packet.getSocketAddress()));
        }
      }
    }
    throw new IOException("no answer to REGISTER");
  }

  private static String here(String options) {
    StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
    options
        .lines()
        .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq): .*"))
        .map(line -> line.regionMatches(true, 0, "To:", 0, 3) ? line + ";tag=bench" : line)
        .forEach(line -> answer.append(line).append("\r\n"));
    return answer.append("Content-Length: 0\r\n\r\n").toString();
  }

  private static String value(String challenge, String name) {
    Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  // ---- without a dialer ----

  private static void ceiling(String[] arguments) throws Exception {
    Seen seen = new Seen(Path.of(arguments[2]));
    int agents = Integer.parseInt(arguments[3]);
    double best = 0;
    int series = 10;
    try (Ami ami = new Ami(arguments[1])) {
      // The first calls warm the caches of everything and do not count.
      for (int rate : new int[] {20, 60, 100, 140, 180, 220, 260, 300, 340}) {
        series++;
        int calls = rate * (rate == 20 ? 3 : 5);
        long began = System.nanoTime();
        for (int i = 0; i < calls; i++) {
          awaitTurn(began, i, rate);
          ami.originate(agent(i % agents), visitor(series, i), true);
        }
        seen.awaitCalm(series, calls, 5);
        double cps = seen.perSecond(series);
        int bridged = seen.answered(series);
        System.err.printf(
            Locale.ROOT, "bench:   offered %d/s: %d of %d calls, %.1f/s%n", rate, bridged, calls, cps);
        if (bridged < calls * 0.99 || cps < rate * 0.85) {
          best = Math.max(best, bridged >= calls * 0.99 ? cps : 0);
          break;
        }
        best = Math.max(best, rate == 20 ? 0 : cps);
      }
    }
    System.out.printf(Locale.ROOT, "ceiling %.1f%n", best);
  }

  private static void naive(String[] arguments) throws Exception {
    Seen seen = new Seen(Path.of(arguments[2]));
    int agents = Integer.parseInt(arguments[3]);
    int seconds = Integer.parseInt(arguments[4]);
    try (Ami ami = new Ami(arguments[1])) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      int calls = 0;
      while (System.nanoTime() < until) {
        ami.awaitResponse(ami.originate(agent(calls % agents), visitor(9, calls), false));
        calls++;
      }
      seen.awaitCalm(9, calls, 5);
      System.out.printf(Locale.ROOT, "naive %.1f%n", seen.answered(9) / (double) seconds);
    }
  }

  private static void awaitTurn(long began, int i, int rate) {
    long due = began + i * 1_000_000_000L / rate;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** The manager interface and nothing else: what a dialer sends, without looking at what comes. */
  private static final class Ami implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final Map<String, Object> answered = new ConcurrentHashMap<>();

    Ami(String pbx) throws IOException, InterruptedException {
      socket = new Socket(pbx, 5038);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      Thread reader = new Thread(this::read, "ami");
      reader.setDaemon(true);
      reader.start();
      send("Action: Login\r\nActionID: login\r\nUsername: ringfence\r\nSecret: " + AMI.reveal() + "\r\nEvents: off\r\n\r\n");
      awaitResponse("login");
    }

    String originate(String agent, String visitor, boolean async) throws IOException {
      String id = UUID.randomUUID().toString();
      send(
          ("Action: Originate\r\nActionID: %s\r\nChannel: PJSIP/%s\r\nContext: callback\r\nExten: %s\r\nPriority: 1\r\nAsync: %s\r\nChannelId: %s\r\nCallerID: <+%s>\r\nTimeout: 25000\r\nVariable: RINGFENCE_ATTEMPT=%s\r\nVariable: RINGFENCE_RING_SECONDS=45\r\n\r\n")
              .formatted(id, agent, visitor, async, id, visitor, id));
      return id;
    }

    void awaitResponse(String id) throws InterruptedException {
      while (!answered.containsKey(id)) {
        Thread.sleep(1);
      }
    }

    private void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.startsWith("ActionID: ")) {
            answered.put(line.substring(10), line);
          }
        }
      } catch (IOException ended) {
        // Closed by us.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  // ---- what SIPp saw ----

  /**
   * The logs of the two SIPp, whose lines are a time, INVITE or ACK, and the visitor's number. They
   * are read on from where they were read to: what is measured has the processor.
   */
  private static final class Seen {
    private static final Pattern LINE =
        Pattern.compile("(\\d{10}\\.\\d{6})\\s+(INVITE|ACK)\\s+(\\d+)");

    private final Path logs;
    private final Map<String, Long> readTo = new HashMap<>();

    /** By side, what it got and the beginning of the visitor's number, and then by that number. */
    private final Map<String, Map<String, List<Double>>> times = new HashMap<>();

    Seen(Path logs) {
      this.logs = logs;
    }

    /** By the visitor's number, the times of what one side got of one series of calls. */
    Map<String, List<Double>> times(String side, String what, int series) throws IOException {
      readOn(side);
      return times.getOrDefault(key(side, what, visitor(series, 0)), Map.of());
    }

    private static String key(String side, String what, String number) {
      return side + " " + what + " " + number.substring(0, Math.min(6, number.length()));
    }

    private void readOn(String side) throws IOException {
      Path log = logs.resolve(side + ".log");
      if (!Files.exists(log)) {
        return;
      }
      String more;
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
        long from = readTo.getOrDefault(side, 0L);
        byte[] bytes = new byte[Math.toIntExact(file.length() - from)];
        file.seek(from);
        file.readFully(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        more = text.substring(0, text.lastIndexOf('\n') + 1);
        readTo.put(side, from + more.length());
      }
      more.lines()
          .map(LINE::matcher)
          .filter(Matcher::find)
          .forEach(
              line ->
                  times
                      .computeIfAbsent(
                          key(side, line.group(2), line.group(3)), key -> new HashMap<>())
                      .computeIfAbsent(line.group(3), number -> new ArrayList<>())
                      .add(Double.parseDouble(line.group(1))));
    }

    int answered(int series) throws IOException {
      return times("visitor", "ACK", series).size();
    }

    /** Calls a second, over the time from the first answer to the last. */
    double perSecond(int series) throws IOException {
      List<Double> all =
          times("visitor", "ACK", series).values().stream().map(each -> each.get(0)).sorted().toList();
      return all.size() < 2 ? 0 : (all.size() - 1) / (all.get(all.size() - 1) - all.get(0));
    }

    /** Until all were answered, or nothing has happened for so many seconds. */
    void awaitCalm(int series, int calls, int patience) throws IOException, InterruptedException {
      int before = -1;
      int still = 0;
      while (still < 2 * patience) {
        int now = answered(series);
        if (now >= calls) {
          break;
        }
        still = now == before ? still + 1 : 0;
        before = now;
        Thread.sleep(500);
      }
      // The conversations end.
      Thread.sleep(3000);
    }
  }

  // ---- the whole path ----

  private static void tenant(String[] arguments) throws Exception {
    Api api = new Api(arguments[1], arguments[2]);
    api.post(
        "/api/v1/tenants",
        "{\"slug\":\"bench\",\"name\":\"Bench\",\"country\":\"DE\",\"adminEmail\":\"admin@bench.example.org\"}");
    String path = "/api/v1/tenants/" + TENANT;
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      String number = agent(i);
      api.post(
          path + "/extensions",
          "{\"number\":\"%s\",\"name\":\"Agent %s\",\"password\":\"%s\"}"
              .formatted(number, number, password(number)));
    }
    api.post(
        path + "/trunks",
        "{\"name\":\"Provider\",\"access\":\"ip\",\"host\":\"%s\",\"sources\":\"%s\",\"transport\":\"UDP\",\"numberFormat\":\"PLUS_E164\"}"
            .formatted(arguments[4], arguments[4]));
    System.err.println("bench:   the tenant's machine is " + Api.value(api.get(path), "sip"));
    // AES-GCM as the portal's vault writes it; see Vault.
    String id = api.line();
    byte[] iv = new byte[12];
    new SecureRandom().nextBytes(iv);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(Base64.getDecoder().decode(api.masterKey()), "AES"),
        new GCMParameterSpec(128, iv));
    cipher.updateAAD(("virtual_machine|ami_secret_enc|" + id).getBytes(StandardCharsets.UTF_8));
    byte[] sealed = cipher.doFinal(AMI.reveal().getBytes(StandardCharsets.UTF_8));
    byte[] all =
        ByteBuffer.allocate(13 + sealed.length).put((byte) 1).put(iv).put(sealed).array();
    System.out.printf(
        "update virtual_machine set ami_secret_enc = x'%s' where id = '%s';%n",
        HexFormat.of().formatHex(all), id);
  }

  private static void path(String[] arguments) throws Exception {
    Api api = new Api(arguments[1], arguments[2]);
    Seen seen = new Seen(Path.of(arguments[3]));
    int agents = Integer.parseInt(arguments[4]);
    int rate = Integer.parseInt(arguments[5]);
    int seconds = Integer.parseInt(arguments[6]);
    // The first two minutes of requests compile the path and do not count: a server is started seldom.
    offer(api, seen, 6, agents, Math.min(rate, 20), 20);
    offer(api, seen, 7, agents, Math.min(rate, 50), 100);
    Map<String, Instant> due = offer(api, seen, 8, agents, rate, seconds);
    Map<String, List<Double>> agentInvites = seen.times("agent", "INVITE", 8);
    Map<String, List<Double>> visitorInvites = seen.times("visitor", "INVITE", 8);
    List<Double> waits = new ArrayList<>();
    int lost = 0;
    int doubled = 0;
    for (Map.Entry<String, Instant> each : due.entrySet()) {
      List<Double> invites = agentInvites.getOrDefault(each.getKey(), List.of());
      List<Double> calls = visitorInvites.getOrDefault(each.getKey(), List.of());
      if (calls.isEmpty()) {
        lost++;
      }
      if (invites.size() > 1 || calls.size() > 1) {
        doubled++;
      }
      if (!invites.isEmpty()) {
        Instant at = each.getValue();
        waits.add((Collections.min(invites) - at.getEpochSecond() - at.getNano() / 1e9) * 1000);
      }
    }
    Collections.sort(waits);
    System.out.printf(Locale.ROOT, "cps %.1f%n", seen.perSecond(8));
    System.out.printf("accepted %d%n", due.size());
    System.out.printf("bridged %d%n", seen.answered(8));
    System.out.printf(Locale.ROOT, "p50 %.0f%n", rank(waits, 50));
    System.out.printf(Locale.ROOT, "p99 %.0f%n", rank(waits, 99));
    System.out.printf("lost %d%n", lost);
    System.out.printf("doubled %d%n", doubled);
  }

  private static double rank(List<Double> sorted, int percent) {
    return sorted.isEmpty()
        ? -1
        : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }

  /** Asks for callbacks at a rate, whatever the answers take; when those accepted are due. */
  private static Map<String, Instant> offer(
      Api api, Seen seen, int series, int agents, int rate, int seconds) throws Exception {
    Map<String, Instant> due = new ConcurrentHashMap<>();
    Map<String, Integer> refused = new ConcurrentHashMap<>();
    AtomicInteger open = new AtomicInteger();
    int calls = rate * seconds;
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      awaitTurn(began, i, rate);
      String number = visitor(series, i);
      open.incrementAndGet();
      api.send(
              "/api/v1/tenants/" + TENANT + "/callbacks",
              "{\"agent\":\"%s\",\"visitor\":\"+%s\",\"awake\":true}".formatted(agent(i % agents), number))
          .whenComplete(
              (answer, failure) -> {
                if (answer != null && answer.statusCode() == 201) {
                  due.put(number, Instant.parse(Api.value(answer.body(), "dueAt")));
                } else {
                  refused.merge(
                      answer == null
                          ? String.valueOf(failure)
                          : answer.statusCode() + " " + answer.body().lines().findFirst().orElse(""),
                      1,
                      Integer::sum);
                }
                open.decrementAndGet();
              });
    }
    while (open.get() > 0) {
      Thread.sleep(20);
    }
    refused.forEach((why, many) -> System.err.println("bench:   not accepted: " + many + " x " + why));
    // What still waits in the queue is late, not lost.
    seen.awaitCalm(series, due.size(), 60);
    System.err.printf(
        Locale.ROOT,
        "bench:   asked %d/s: accepted %d of %d, %d calls, %.1f/s%n",
        rate, due.size(), calls, seen.answered(series), seen.perSecond(series));
    return due;
  }

  /** The REST API, as the platform's administrator. Secrets are the lines of standard input. */
  private static final class Api {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);

    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final String portal;
    private final String keycloak;
    private final String form;
    private final String masterKey;
    private String token = "";
    private long tokenFrom;

    Api(String portal, String keycloak) throws IOException {
      this.portal = portal;
      this.keycloak = keycloak;
      this.form =
          "grant_type=password&client_id=ringfence-cli&scope=openid&username=hoster&password="
              + URLEncoder.encode(in.readLine(), StandardCharsets.UTF_8)
              + "&client_secret="
              + URLEncoder.encode(in.readLine(), StandardCharsets.UTF_8);
      this.masterKey = in.readLine();
    }

    /** The next line of standard input; it comes when the script has looked it up. */
    String line() throws IOException {
      System.err.println("bench:   the tenant is made");
      return in.readLine();
    }

    String masterKey() {
      return masterKey;
    }

    String get(String path) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(portal + path))
              .header("Authorization", "Bearer " + token())
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    void post(String path, String body) throws Exception {
      HttpResponse<String> answer = send(path, body).get();
      if (answer.statusCode() >= 300) {
        throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
      }
    }

    java.util.concurrent.CompletableFuture<HttpResponse<String>> send(String path, String body)
        throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(portal + path))
              .header("Authorization", "Bearer " + token())
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      // A connection that the server ends just then: the key makes it safe to ask again.
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
          .exceptionallyCompose(
              broken -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    private String token() throws Exception {
      if (token.isEmpty() || System.nanoTime() - tokenFrom > TOKEN_LIFE.toNanos()) {
        HttpRequest login =
            HttpRequest.newBuilder(
                    URI.create(keycloak + "/realms/ringfence/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        token = value(http.send(login, HttpResponse.BodyHandlers.ofString()).body(), "access_token");
        tokenFrom = System.nanoTime();
      }
      return token;
    }

    static String value(String json, String name) {
      Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
      if (!matcher.find()) {
        throw new IllegalStateException("no " + name + " in " + json);
      }
      return matcher.group(1);
    }
  }
}
