import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.tenant.Slug;

/**
 * What {@code bench faults} and {@code bench pace} do besides starting, killing and cutting; the
 * scripts beside it say what the figures are. What really happened is read from the far end's log.
 *
 * <ul>
 *   <li>{@code files DIRECTORY CENTRE PROVIDER AGENTS PACE}: writes the PBX's configuration; a pace
 *       of 0 is none.
 *   <li>{@code plan SEED FAULTS}: prints which faults come when, the same for the same seed.
 *   <li>{@code far PROVIDER PHONES PBX AGENTS SEED LOG STORM}: is the provider with the visitors
 *       behind it and all agents' phones, until it is ended. While the file STORM is there, the
 *       provider answers 503.
 *   <li>{@code key PORTAL KEYCLOAK}: makes an API key of the tenant; a key has no clock.
 *   <li>{@code ask PORTAL SEED REQUESTS RATE AGENTS ACCEPTED}: asks for callbacks until so many are
 *       accepted, each with one Idempotency-Key until it has an answer.
 *   <li>{@code faults ACCEPTED REQUESTS ATTEMPTS UNKNOWN LOG}: judges; the middle ones are lists of
 *       the database.
 *   <li>{@code pace LIMIT LOG}: judges the pace.
 * </ul>
 */
final class FaultBench {
  private static final String TENANT = "bench";
  private static final int FIRST_AGENT = 2000;

  /** As in DialerBench, which gives it to the tenant's machine. */
  private static final Secret AMI = new Secret("only-for-the-bench-0123456789abcdef");

  private FaultBench() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "files" -> files(arguments);
      case "plan" -> plan(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
      case "far" -> new FarEnd(arguments).run();
      case "key" -> key(arguments[1], arguments[2]);
      case "ask" -> ask(arguments);
      case "faults" -> judgeFaults(arguments);
      case "pace" -> judgePace(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static String agent(int i) {
    return String.valueOf(FIRST_AGENT + i);
  }

  private static String password(String agent) {
    return "bench-phone-" + agent;
  }

  /** A number that no other request has, so that the far end tells them apart. */
  private static String visitor(int i) {
    return "493020%06d".formatted(i);
  }

  private static void files(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    List<Extension> agents =
        IntStream.range(0, Integer.parseInt(arguments[4]))
            .mapToObj(FaultBench::agent)
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
                new TrunkAccess.IpAddress(
                    List.of(SourceRange.parse(arguments[3])), java.util.Optional.empty()),
                new SipHost(arguments[3]),
                java.util.Optional.empty(),
                Transport.UDP,
                NumberFormat.PLUS_E164,
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                true,
                1)
            .with(TrunkSettings.of(Map.of("callsPerSecond", arguments[5])));
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

  // ---- the plan ----

  private enum Fault {
    /** kill -9 of the process with the dialer. */
    KILL,
    /** The same at the moment at which an attempt is committed and nothing is heard of it. */
    KILL_BEFORE_SEND,
    /** The connection to Asterisk breaks right after an attempt was committed. */
    CUT_AFTER_SEND,
    /** Nothing passes between dialer and Asterisk, and nobody is told. */
    PARTITION,
    /** SIGSTOP and SIGCONT. */
    STOP,
    DATABASE_RESTART,
    DATABASE_KILL,
    /** kill -9 of Asterisk. */
    PBX_KILL,
    /** The dialer's clock is five minutes ahead for a while, and then steps back. */
    CLOCK_STEP,
    /** The provider answers 503. */
    STORM
  }

  /** Lines of the pause before it, the fault, and how long it lasts, in milliseconds. */
  private static void plan(long seed, int faults) {
    Random random = new Random(seed);
    List<Fault> deck = new ArrayList<>();
    for (int i = 0; i < faults; i++) {
      // Every kind comes before any comes again.
      if (deck.isEmpty()) {
        deck.addAll(List.of(Fault.values()));
        java.util.Collections.shuffle(deck, random);
      }
      System.out.printf(
          "%d %s %d%n", 1000 + random.nextInt(8000), deck.remove(0), 300 + random.nextInt(14_700));
    }
  }

  /** Whether something of a share happens to a number; the same for the same seed. */
  private static int percent(long seed, String number) {
    return Math.floorMod((int) (new Random(seed ^ number.hashCode()).nextLong() >>> 8), 100);
  }

  // ---- the far end ----

  /** Both sides that Asterisk calls; each request that begins a call is a line of the log. */
  private static final class FarEnd {
    private static final int TALK_MS = 1500;
    private static final int RING_MS = 300;

    private final InetAddress pbx;
    private final int agents;
    private final long seed;
    private final Path storm;
    private final BufferedWriter log;
    private final String phonesAddress;
    private final DatagramSocket provider;
    private final DatagramSocket phones;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);

    /** Calls by their id, from INVITE to the end. */
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    private final Map<String, String> answersToRegister = new ConcurrentHashMap<>();

    FarEnd(String[] arguments) throws IOException {
      provider = socket(arguments[1]);
      phones = socket(arguments[2]);
      phonesAddress = arguments[2];
      pbx = InetAddress.getByName(arguments[3]);
      agents = Integer.parseInt(arguments[4]);
      seed = Long.parseLong(arguments[5]);
      log = Files.newBufferedWriter(Path.of(arguments[6]));
      storm = Path.of(arguments[7]);
    }

    private static DatagramSocket socket(String address) throws IOException {
      DatagramSocket socket =
          new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 5060));
      socket.setReceiveBufferSize(4 << 20);
      return socket;
    }

    void run() throws Exception {
      Thread reader = new Thread(() -> read(provider, "visitor"), "provider");
      reader.start();
      Thread other = new Thread(() -> read(phones, "agent"), "phones");
      other.start();
      while (true) {
        for (int i = 0; i < agents; i++) {
          register(agent(i));
        }
        System.out.println("registered");
        // Asterisk lets no registration last longer than an hour.
        Thread.sleep(Duration.ofMinutes(20).toMillis());
      }
    }

    private void read(DatagramSocket socket, String side) {
      byte[] buffer = new byte[65_536];
      while (true) {
        try {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          long at = System.currentTimeMillis();
          String text =
              new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
          on(socket, side, new Message(text), packet.getSocketAddress(), at);
        } catch (IOException | RuntimeException malformed) {
          System.err.println("far end: " + malformed);
        }
      }
    }

    private void on(
        DatagramSocket socket, String side, Message message, SocketAddress from, long at)
        throws IOException {
      switch (message.method()) {
        case "INVITE" -> invite(socket, side, message, from, at);
        case "ACK" -> {
          Call call = calls.get(message.header("Call-ID"));
          if (call != null && call.answered && !call.acknowledged) {
            call.acknowledged = true;
            note(at, side, "ACK", call);
            if (side.equals("visitor")) {
              later.schedule(() -> bye(call), TALK_MS, TimeUnit.MILLISECONDS);
            }
          }
        }
        case "CANCEL" -> {
          send(socket, from, message.answer("200 OK", "", ""));
          Call call = calls.get(message.header("Call-ID"));
          if (call != null && !call.answered && !call.over) {
            call.over = true;
            send(socket, from, call.invite.answer("487 Request Terminated", call.tag, ""));
          }
        }
        case "BYE" -> {
          calls.computeIfPresent(
              message.header("Call-ID"),
              (id, call) -> {
                call.over = true;
                return call;
              });
          send(socket, from, message.answer("200 OK", "", ""));
        }
        case "" -> {
          String id = message.header("Call-ID");
          if (message.text().contains("REGISTER")) {
            answersToRegister.put(id, message.text());
          }
        }
        default -> send(socket, from, message.answer("200 OK", "far", ""));
      }
    }

    private void invite(
        DatagramSocket socket, String side, Message message, SocketAddress from, long at)
        throws IOException {
      String id = message.header("Call-ID");
      Call known = calls.get(id);
      if (known != null) {
        // Sent again, because no answer came yet, or to change the media of a call that is up.
        if (known.answered) {
          send(socket, from, message.answer("200 OK", known.tag, sdp(socket)));
        }
        return;
      }
      String number =
          number(message.header(side.equals("visitor") ? "To" : "From"));
      Call call = new Call(socket, from, message, number, id.hashCode() + "f");
      calls.put(id, call);
      note(at, side, "INVITE", call);
      if (side.equals("visitor") && Files.exists(storm)) {
        end(call, "503 Service Unavailable");
        return;
      }
      int percent = percent(seed, side + number);
      send(socket, from, message.answer("180 Ringing", call.tag, ""));
      if (percent < 5 || (side.equals("visitor") && percent < 20)) {
        later.schedule(() -> end(call, "486 Busy Here"), RING_MS, TimeUnit.MILLISECONDS);
      } else if (percent >= 95) {
        // Nobody is there: it rings until Asterisk gives up.
        later.schedule(() -> end(call, "480 Temporarily Unavailable"), 3, TimeUnit.MINUTES);
      } else {
        later.schedule(() -> answer(call), RING_MS, TimeUnit.MILLISECONDS);
      }
    }

    private void end(Call call, String how) {
      if (!call.answered && !call.over) {
        call.over = true;
        send(call.socket, call.peer, call.invite.answer(how, call.tag, ""));
      }
    }

    private void answer(Call call) {
      if (call.over) {
        return;
      }
      call.answered = true;
      String answer = call.invite.answer("200 OK", call.tag, sdp(call.socket));
      send(call.socket, call.peer, answer);
      for (int wait : new int[] {500, 1500, 3500}) {
        later.schedule(
            () -> {
              if (!call.acknowledged && !call.over) {
                send(call.socket, call.peer, answer);
              }
            },
            wait,
            TimeUnit.MILLISECONDS);
      }
    }

    private void bye(Call call) {
      if (call.over) {
        return;
      }
      call.over = true;
      String target = call.invite.header("Contact").replaceAll(".*<([^>;]*).*", "$1");
      String address = call.socket.getLocalAddress().getHostAddress();
      String bye =
          "BYE %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:5060;rport;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: %s;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n"
              .formatted(
                  target,
                  address,
                  UUID.randomUUID(),
                  call.invite.header("To"),
                  call.tag,
                  call.invite.header("From"),
                  call.invite.header("Call-ID"));
      for (int wait : new int[] {0, 500, 1500}) {
        later.schedule(
            () -> send(call.socket, call.peer, bye), wait, TimeUnit.MILLISECONDS);
      }
    }

    private void note(long at, String side, String what, Call call) {
      synchronized (log) {
        try {
          log.write(
              at + " " + side + " " + what + " " + call.number + " "
                  + call.invite.header("Call-ID").replace(' ', '_') + " "
                  + call.invite.header("X-Ringfence-Attempt") + "\n");
          log.flush();
        } catch (IOException full) {
          throw new java.io.UncheckedIOException(full);
        }
      }
    }

    private static void send(DatagramSocket socket, SocketAddress to, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      try {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
      } catch (IOException away) {
        // Asterisk is down, which is one of the faults; SIP sends again.
      }
    }

    private static String sdp(DatagramSocket socket) {
      String address = socket.getLocalAddress().getHostAddress();
      return "v=0\r\no=- 1 1 IN IP4 %1$s\r\ns=-\r\nc=IN IP4 %1$s\r\nt=0 0\r\nm=audio 20000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
          .formatted(address);
    }

    private static String number(String header) {
      Matcher matcher = Pattern.compile("sips?:\\+?([0-9]+)@").matcher(header);
      return matcher.find() ? matcher.group(1) : "?";
    }

    // ---- registrations ----

    private void register(String number) throws Exception {
      String uri = "sip:" + pbx.getHostAddress();
      String challenge = ask(number, uri, 1, "");
      if (challenge.startsWith("SIP/2.0 200")) {
        return;
      }
      String chosen = "";
      Matcher each =
          Pattern.compile("WWW-Authenticate: Digest ([^\r]*)", Pattern.CASE_INSENSITIVE)
              .matcher(challenge);
      while (each.find()) {
        chosen = each.group(1).contains("SHA-256") ? chosen : each.group(1);
      }
      String nonce = value(chosen, "nonce");
      String response =
          md5(
              md5(number + ":" + TENANT + ":" + password(number))
                  + ":" + nonce + ":00000001:c0ffee:auth:" + md5("REGISTER:" + uri));
      String opaque =
          chosen.contains("opaque=") ? ", opaque=\"" + value(chosen, "opaque") + "\"" : "";
      ask(
          number,
          uri,
          2,
          "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c0ffee\"%s\r\n"
              .formatted(number, TENANT, nonce, uri, response, opaque));
    }

    /** Asks again while Asterisk is away. */
    private String ask(String number, String uri, int sequence, String more)
        throws InterruptedException {
      while (true) {
        String id = UUID.randomUUID().toString();
        String me = "<sip:" + number + "@" + uri.substring(4) + ">";
        send(
            phones,
            new InetSocketAddress(pbx, 5060),
            "REGISTER %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:5060;rport;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: %s;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d REGISTER\r\nContact: <sip:%s@%s:5060>\r\nExpires: 3600\r\n%sContent-Length: 0\r\n\r\n"
                .formatted(
                    uri, phonesAddress, id, me, id.substring(0, 8), me, id, sequence, number,
                    phonesAddress, more));
        for (int i = 0; i < 100; i++) {
          Thread.sleep(20);
          String answer = answersToRegister.remove(id);
          if (answer != null && !answer.startsWith("SIP/2.0 100")) {
            return answer;
          }
        }
      }
    }

    private static String value(String challenge, String name) {
      Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
      return matcher.find() ? matcher.group(1) : "";
    }

    private static String md5(String text) throws Exception {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** One call that Asterisk began. */
  private static final class Call {
    final DatagramSocket socket;
    final SocketAddress peer;
    final Message invite;
    final String number;
    final String tag;
    volatile boolean answered;
    volatile boolean acknowledged;
    volatile boolean over;

    Call(
        DatagramSocket socket, SocketAddress peer, Message invite, String number, String tag) {
      this.socket = socket;
      this.peer = peer;
      this.invite = invite;
      this.number = number;
      this.tag = tag;
    }
  }

  /** A SIP message, as far as an end of a call needs to read it. */
  private record Message(String text) {
    /** Empty for an answer. */
    String method() {
      int blank = text.indexOf(' ');
      String first = blank < 0 ? "" : text.substring(0, blank);
      return first.startsWith("SIP/") ? "" : first;
    }

    /** The first header of this name; empty for none. */
    String header(String name) {
      Matcher matcher =
          Pattern.compile("(?im)^" + Pattern.quote(name) + "\\s*:\\s*([^\r\n]*)").matcher(text);
      return matcher.find() ? matcher.group(1) : "";
    }

    String answer(String status, String tag, String sdp) {
      StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
      text.lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.matches("(?i)(via|from|call-id|cseq|record-route)\\s*:.*"))
          .forEach(line -> answer.append(line).append("\r\n"));
      String to = header("To");
      answer
          .append("To: ")
          .append(to)
          .append(tag.isEmpty() || to.contains(";tag=") ? "" : ";tag=" + tag)
          .append("\r\n");
      Matcher own = Pattern.compile("(?im)^INVITE (sips?:[^ ]*)").matcher(text);
      if (own.find()) {
        answer.append("Contact: <").append(own.group(1)).append(">\r\n");
      }
      if (!sdp.isEmpty()) {
        answer.append("Content-Type: application/sdp\r\n");
      }
      return answer
          .append("Content-Length: ")
          .append(sdp.length())
          .append("\r\n\r\n")
          .append(sdp)
          .toString();
    }
  }

  // ---- requests ----

  /** Password and client's secret are the lines of standard input. */
  private static void key(String portal, String keycloak) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String form =
        "grant_type=password&client_id=ringfence-cli&scope=openid&username=hoster&password="
            + URLEncoder.encode(in.readLine(), StandardCharsets.UTF_8)
            + "&client_secret="
            + URLEncoder.encode(in.readLine(), StandardCharsets.UTF_8);
    HttpClient http = HttpClient.newHttpClient();
    String token =
        value(
            http.send(
                    HttpRequest.newBuilder(
                            URI.create(
                                keycloak + "/realms/ringfence/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .body(),
            "access_token");
    HttpResponse<String> made =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(portal + "/api/v1/tenants/" + TENANT + "/api-keys"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"bench\",\"scope\":\"WRITE\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    System.out.println(value(made.body(), "secret"));
  }

  private static String value(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return matcher.group(1);
  }

  /** The key is the line of standard input. */
  private static void ask(String[] arguments) throws Exception {
    String key;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      key = in.readLine();
    }
    URI address = URI.create(arguments[1] + "/api/v1/tenants/" + TENANT + "/callbacks");
    long seed = Long.parseLong(arguments[2]);
    int requests = Integer.parseInt(arguments[3]);
    double rate = Double.parseDouble(arguments[4]);
    int agents = Integer.parseInt(arguments[5]);
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger again = new AtomicInteger();
    long began = System.nanoTime();
    try (BufferedWriter accepted = Files.newBufferedWriter(Path.of(arguments[6]))) {
      List<Thread> askers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Thread asker =
            new Thread(
                () -> {
                  for (int one = next.getAndIncrement();
                      one < requests;
                      one = next.getAndIncrement()) {
                    awaitTurn(began, one, rate);
                    String id = accepted(http, address, key, seed, one, agents, again);
                    synchronized (accepted) {
                      try {
                        accepted.write(visitor(one) + " " + id + "\n");
                        accepted.flush();
                      } catch (IOException full) {
                        throw new java.io.UncheckedIOException(full);
                      }
                    }
                  }
                });
        askers.add(asker);
        asker.start();
      }
      for (Thread asker : askers) {
        asker.join();
      }
    }
    System.err.printf(
        "bench:   %d requests were accepted; %d answers did not come or were errors%n",
        requests, again.get());
  }

  /** Asks with the same key until there is an answer, as a program does that wants its callback. */
  private static String accepted(
      HttpClient http,
      URI address,
      String key,
      long seed,
      int one,
      int agents,
      AtomicInteger again) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header(
                "Idempotency-Key",
                UUID.nameUUIDFromBytes((seed + " " + one).getBytes(StandardCharsets.UTF_8))
                    .toString())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"agent\":\"%s\",\"visitor\":\"+%s\",\"awake\":true}"
                        .formatted(agent(one % agents), visitor(one))))
            .build();
    while (true) {
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
          return value(answer.body(), "id");
        }
        // Anything else passes: while something starts, also an answer that nobody meant.
        if (List.of(403, 404, 422).contains(answer.statusCode())) {
          throw new IllegalStateException(answer.body());
        }
      } catch (IOException away) {
        // Killed, stopped or starting.
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      again.incrementAndGet();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }

  private static void awaitTurn(long began, int i, double rate) {
    long due = began + (long) (i * 1_000_000_000L / rate);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  // ---- judgement ----

  /** A line of the far end's log. */
  private record Seen(long at, String side, String what, String number, String call, String attempt) {
    static List<Seen> read(Path log) throws IOException {
      return Files.readAllLines(log).stream()
          .map(line -> line.split(" ", -1))
          .map(part -> new Seen(Long.parseLong(part[0]), part[1], part[2], part[3], part[4], part[5]))
          .toList();
    }
  }

  /** Different calls, by what tells them apart. */
  private static Map<String, Set<String>> calls(
      List<Seen> seen, String side, String what, java.util.function.Function<Seen, String> of) {
    return seen.stream()
        .filter(each -> each.side().equals(side) && each.what().equals(what))
        .filter(each -> !of.apply(each).isEmpty())
        .collect(Collectors.groupingBy(of, Collectors.mapping(Seen::call, Collectors.toSet())));
  }

  private static void judgeFaults(String[] arguments) throws IOException {
    Map<String, String> accepted = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      String[] parts = line.split(" ");
      accepted.put(parts[1], parts[0]);
    }
    // id, state, reason
    Map<String, String[]> stored = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[2]))) {
      String[] parts = line.split("\t", -1);
      stored.put(parts[0], parts);
    }
    // id, state
    List<String[]> attempts =
        Files.readAllLines(Path.of(arguments[3])).stream().map(line -> line.split("\t")).toList();
    List<Seen> seen = Seen.read(Path.of(arguments[5]));
    Map<String, Set<String>> visitors = calls(seen, "visitor", "INVITE", Seen::number);
    Map<String, Set<String>> agents = calls(seen, "agent", "INVITE", Seen::number);
    Map<String, Set<String>> answered = calls(seen, "visitor", "ACK", Seen::number);
    int lost = 0;
    int ended = 0;
    int failed = 0;
    int uncalled = 0;
    for (Map.Entry<String, String> each : accepted.entrySet()) {
      String[] row = stored.get(each.getKey());
      String number = each.getValue();
      if (row == null || !Set.of("ENDED", "FAILED", "EXPIRED").contains(row[1])) {
        lost++;
        System.err.println("bench:   lost: " + number + " " + (row == null ? "no row" : row[1]));
      } else if (row[1].equals("ENDED")) {
        ended++;
        if (!answered.containsKey(number)) {
          lost++;
          System.err.println("bench:   said to have ended, and never answered: " + number);
        }
      } else {
        failed++;
        if (!agents.containsKey(number) && !visitors.containsKey(number)) {
          uncalled++;
        }
      }
    }
    Set<String> doubled = new HashSet<>();
    visitors.forEach((number, calls) -> addIf(calls.size() > 1, doubled, number));
    agents.forEach((number, calls) -> addIf(calls.size() > 1, doubled, number));
    long twice =
        calls(seen, "visitor", "INVITE", Seen::attempt).values().stream()
            .filter(calls -> calls.size() > 1)
            .count();
    // One line for each two seconds in which nothing was wrong and an attempt was unknown.
    Map<String, Long> unknown =
        Files.readAllLines(Path.of(arguments[4])).stream()
            .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    long unresolved =
        unknown.values().stream().filter(looks -> looks > 30).count()
            + attempts.stream().filter(row -> !Set.of("COMPLETED", "FAILED").contains(row[1])).count();
    doubled.forEach(number -> System.err.println("bench:   doubled: " + number));
    System.out.println("accepted " + accepted.size());
    System.out.println("lost " + lost);
    System.out.println("doubled " + doubled.size());
    System.out.println("attempts_seen_twice " + twice);
    System.out.println("unresolved " + unresolved);
    System.out.println("unknown_for_a_time " + unknown.size());
    System.out.println("talked " + ended);
    System.out.println("failed_with_reason " + failed);
    System.out.println("of_these_nobody_called " + uncalled);
  }

  private static void addIf(boolean wanted, Set<String> set, String value) {
    if (wanted) {
      set.add(value);
    }
  }

  private static void judgePace(int limit, Path log) throws IOException {
    Map<String, Long> first = new HashMap<>();
    for (Seen each : Seen.read(log)) {
      if (each.side().equals("visitor") && each.what().equals("INVITE")) {
        first.merge(each.call(), each.at(), Math::min);
      }
    }
    List<Long> times = first.values().stream().sorted().toList();
    System.out.println("limit_cps " + limit);
    System.out.println("calls " + times.size());
    long span = times.size() < 2 ? 0 : times.get(times.size() - 1) - times.get(0);
    System.out.printf(
        Locale.ROOT, "seen_cps %.2f%n", span == 0 ? 0 : (times.size() - 1) * 1000.0 / span);
    for (int seconds : new int[] {1, 5}) {
      int violated = 0;
      int most = 0;
      int from = 0;
      // Of all windows those that end with a call are the fullest.
      for (int to = 0; to < times.size(); to++) {
        while (times.get(to) - times.get(from) >= seconds * 1000L) {
          from++;
        }
        int inside = to - from + 1;
        most = Math.max(most, inside);
        violated += inside > limit * seconds ? 1 : 0;
      }
      System.out.println("windows_" + seconds + "s_violated " + violated);
      System.out.println("most_in_" + seconds + "s " + most);
    }
  }
}
