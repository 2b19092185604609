import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ringfence.config.ConfigBundle;
import org.ringfence.config.ConfigFile;
import org.ringfence.config.ConfigGenerator;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.TenantPbx;
import org.ringfence.domain.tenant.Slug;

/**
 * What {@code bench config} measures; the script beside it says what the figures are.
 *
 * <ul>
 *   <li>{@code render}: renders PBXs of 50, 1000 and 10000 extensions.
 *   <li>{@code files DIRECTORY EXTENSIONS}: writes the files of one.
 *   <li>{@code live PORTAL KEYCLOAK TENANT APPLIES CALLS}: keeps calls up through a tenant's VM while
 *       its configuration changes. The tenant admin's name and password and the client's secret are
 *       three lines of standard input.
 * </ul>
 */
final class ConfigBench {
  /** Changes that bring the server and the guest to where they are on any other day. */
  private static final int WARM_APPLIES = 5;

  private ConfigBench() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "render" -> render();
      case "files" -> files(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "live" -> live(arguments);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static TenantPbx pbx(int extensions) {
    List<Extension> people =
        IntStream.range(0, extensions)
            .mapToObj(
                i -> {
                  String number = String.valueOf(10_000 + i);
                  return new Extension(
                      new ExtensionId(new UUID(1, i)),
                      new ExtensionNumber(number),
                      new DisplayName("Person " + number),
                      DigestCredentials.of(number, "bench", new Secret("secret-" + number)));
                })
            .toList();
    return new TenantPbx(
        new Slug("bench"),
        new Country("DE"),
        List.of(),
        people,
        new Ipv4("192.0.2.1"),
        new Secret("only-for-the-bench"));
  }

  private static void render() {
    for (int extensions : new int[] {50, 1000, 10_000}) {
      TenantPbx pbx = pbx(extensions);
      double[] times = new double[15];
      for (int i = -15; i < times.length; i++) {
        long began = System.nanoTime();
        ConfigBundle bundle = new ConfigGenerator().render(pbx);
        int bytes = bundle.tar().length + bundle.digest().length();
        long took = System.nanoTime() - began;
        if (i >= 0 && bytes > 0) {
          times[i] = took / 1e6;
        }
      }
      Arrays.sort(times);
      System.out.printf(Locale.ROOT, "render %d %.2f%n", extensions, times[times.length / 2]);
    }
  }

  private static void files(Path directory, int extensions) throws IOException {
    for (ConfigFile file : new ConfigGenerator().render(pbx(extensions)).files()) {
      if (file.name().startsWith("asterisk/")) {
        Files.writeString(
            directory.resolve(file.name().substring("asterisk/".length())), file.text());
      }
    }
  }

  private static void live(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Api api =
        new Api(
            arguments[1], arguments[2], arguments[3], in.readLine(), in.readLine(), in.readLine());
    String guest = Api.value(api.get(""), "sip").replaceFirst(":.*", "");
    try (Phones phones = new Phones(guest, arguments[3])) {
      for (String number : List.of("9001", "9002")) {
        String made =
            api.post("/extensions", "{\"number\":\"%s\",\"name\":\"Bench\"}".formatted(number));
        phones.passwords.put(number, Api.value(made, "password"));
      }
      api.awaitLive();
      phones.register("9001");
      phones.register("9002");
      int calls = Integer.parseInt(arguments[5]);
      for (int i = 0; i < calls; i++) {
        phones.call("9001", "9002");
      }
      System.out.println("up " + phones.up());
      int applies = Integer.parseInt(arguments[4]);
      for (int i = -WARM_APPLIES; i < applies; i++) {
        long began = System.nanoTime();
        api.post("/extensions", "{\"number\":\"%d\",\"name\":\"Bench\"}".formatted(8000 + i));
        api.awaitLive();
        if (i >= 0) {
          System.out.printf(Locale.ROOT, "live %.3f%n", (System.nanoTime() - began) / 1e9);
        }
      }
      System.out.println("dropped " + phones.hangUp());
    }
  }

  /** The REST API of one tenant. */
  private static final class Api {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);
    private static final long LIVE_LIMIT = TimeUnit.MINUTES.toNanos(3);
    private static final Pattern NEWEST = Pattern.compile("\"number\":(\\d+),\"state\":\"(\\w+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String tenant;
    private final String keycloak;
    private final String form;
    private String token = "";
    private long tokenFrom;

    Api(
        String portal, String keycloak, String slug, String user, String password, String secret) {
      this.tenant = portal + "/api/v1/tenants/" + slug;
      this.keycloak = keycloak;
      this.form =
          "grant_type=password&client_id=ringfence-cli&scope=openid&username="
              + URLEncoder.encode(user, StandardCharsets.UTF_8)
              + "&password="
              + URLEncoder.encode(password, StandardCharsets.UTF_8)
              + "&client_secret="
              + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }

    String get(String path) throws IOException, InterruptedException {
      return send(HttpRequest.newBuilder(URI.create(tenant + path)));
    }

    String post(String path, String body) throws IOException, InterruptedException {
      return send(
          HttpRequest.newBuilder(URI.create(tenant + path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Returns when the newest revision is applied. */
    void awaitLive() throws IOException, InterruptedException {
      long limit = System.nanoTime() + LIVE_LIMIT;
      String state = "";
      while (!state.equals("APPLIED")) {
        if (state.equals("FAILED") || System.nanoTime() > limit) {
          throw new IOException("the newest revision is " + state);
        }
        Thread.sleep(20);
        Matcher newest = NEWEST.matcher(get("/revisions?limit=1"));
        state = newest.find() ? newest.group(2) : "missing";
      }
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
      if (token.isEmpty() || System.nanoTime() - tokenFrom > TOKEN_LIFE.toNanos()) {
        HttpRequest login =
            HttpRequest.newBuilder(
                    URI.create(keycloak + "/realms/ringfence/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        token =
            value(http.send(login, HttpResponse.BodyHandlers.ofString()).body(), "access_token");
        tokenFrom = System.nanoTime();
      }
      HttpResponse<String> answer =
          http.send(
              request.header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    }

    static String value(String json, String name) throws IOException {
      Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
      if (!matcher.find()) {
        throw new IOException("no " + name + " in " + json);
      }
      return matcher.group(1);
    }
  }

  /** Two phones on one socket, which call each other and send sound on every leg. */
  private static final class Phones implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;
    private static final int FRAME_MS = 20;
    private static final int FRAME_BYTES = 160;

    private final InetSocketAddress guest;
    private final DatagramSocket socket;
    private final String realm;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(1000);
    private final List<Leg> callers = new ArrayList<>();
    private final Map<String, Leg> legs = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** One side of a call. */
    private static final class Leg {
      final DatagramSocket sound;
      final String uri;
      final String from;
      String to;
      volatile boolean ended;

      Leg(DatagramSocket sound, String uri, String from, String to) {
        this.sound = sound;
        this.uri = uri;
        this.from = from;
        this.to = to;
      }
    }

    Phones(String guest, String realm) throws IOException {
      this.guest = new InetSocketAddress(InetAddress.getByName(guest), 5060);
      this.realm = realm;
      this.socket =
          new DatagramSocket(
              new InetSocketAddress(
                  InetAddress.getByName(guest.replaceFirst("[0-9]+$", "1")), 0));
      Thread reader = new Thread(this::read, "sip");
      reader.setDaemon(true);
      reader.start();
    }

    private String host() {
      return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    void register(String number) throws Exception {
      String uri = "sip:" + guest.getHostString();
      String me = "<sip:" + number + "@" + guest.getHostString() + ">";
      String id = UUID.randomUUID().toString();
      String contact = "Contact: <sip:" + number + "@" + host() + ">\r\nExpires: 3600\r\n";
      String answer = ask("REGISTER", uri, me, me, id, 1, contact, "");
      if (status(answer) == 401) {
        String more = contact + authorization("REGISTER", uri, number, answer);
        answer = ask("REGISTER", uri, me, me, id, 2, more, "");
      }
      if (status(answer) != 200) {
        throw new IOException("REGISTER of " + number + ": " + answer.lines().findFirst());
      }
    }

    void call(String caller, String called) throws Exception {
      String uri = "sip:" + called + "@" + guest.getHostString();
      String from = "<sip:" + caller + "@" + guest.getHostString() + ">";
      String to = "<" + uri + ">";
      String id = UUID.randomUUID().toString();
      Leg leg = new Leg(sound(), uri, from, to);
      legs.put(id, leg);
      callers.add(leg);
      String more =
          "Contact: <sip:" + caller + "@" + host() + ">\r\nContent-Type: application/sdp\r\n";
      String answer = ask("INVITE", uri, from, to, id, 1, more, sdp(leg.sound));
      if (status(answer) == 401) {
        send(request("ACK", uri, from, header(answer, "To"), id, 1, "", ""));
        more += authorization("INVITE", uri, caller, answer);
        answer = ask("INVITE", uri, from, to, id, 2, more, sdp(leg.sound));
      }
      if (status(answer) != 200) {
        throw new IOException("INVITE: " + answer.lines().findFirst());
      }
      leg.to = header(answer, "To");
      send(request("ACK", uri, from, leg.to, id, 2, "", ""));
      talk(leg, answer);
    }

    /** Calls of which both legs are up. */
    long up() {
      return callers.stream().filter(leg -> !leg.ended).count();
    }

    /** Ends all calls; how many had ended before. */
    long hangUp() throws Exception {
      long dropped = 0;
      List<String> calledEnded =
          legs.entrySet().stream()
              .filter(leg -> leg.getValue().ended)
              .map(Map.Entry::getKey)
              .toList();
      for (Map.Entry<String, Leg> each : legs.entrySet()) {
        Leg leg = each.getValue();
        if (!callers.contains(leg)) {
          continue;
        }
        String answer = ask("BYE", leg.uri, leg.from, leg.to, each.getKey(), 9, "", "");
        if (leg.ended || status(answer) != 200) {
          dropped++;
        }
      }
      return Math.max(dropped, (calledEnded.size() + 1) / 2);
    }

    private DatagramSocket sound() throws SocketException {
      return new DatagramSocket(new InetSocketAddress(socket.getLocalAddress(), 0));
    }

    private String sdp(DatagramSocket sound) {
      String address = socket.getLocalAddress().getHostAddress();
      return "v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %d RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
          .formatted(address, address, sound.getLocalPort());
    }

    /** Sends silence in A-law until the leg ends. */
    private void talk(Leg leg, String withSdp) {
      Matcher port = Pattern.compile("m=audio (\\d+)").matcher(withSdp);
      if (!port.find()) {
        return;
      }
      InetSocketAddress there =
          new InetSocketAddress(guest.getAddress(), Integer.parseInt(port.group(1)));
      Thread talker =
          new Thread(
              () -> {
                byte[] packet = new byte[12 + FRAME_BYTES];
                Arrays.fill(packet, (byte) 0xd5);
                packet[0] = (byte) 0x80;
                packet[1] = 8;
                int ssrc = leg.hashCode();
                for (int i = 0; !leg.ended && !closing; i++) {
                  put(packet, 2, i & 0xffff, 2);
                  put(packet, 4, i * FRAME_BYTES, 4);
                  put(packet, 8, ssrc, 4);
                  try {
                    leg.sound.send(new DatagramPacket(packet, packet.length, there));
                    Thread.sleep(FRAME_MS);
                  } catch (IOException | InterruptedException ended) {
                    return;
                  }
                }
              },
              "sound");
      talker.setDaemon(true);
      talker.start();
    }

    private static void put(byte[] packet, int at, int value, int bytes) {
      for (int i = 0; i < bytes; i++) {
        packet[at + i] = (byte) (value >>> 8 * (bytes - 1 - i));
      }
    }

    /** Sends a request again until its final answer comes. */
    private String ask(
        String method,
        String uri,
        String from,
        String to,
        String id,
        int sequence,
        String headers,
        String body)
        throws Exception {
      answers.clear();
      String request = request(method, uri, from, to, id, sequence, headers, body);
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
      boolean heard = false;
      send(request);
      while (System.nanoTime() < limit) {
        String answer = answers.poll(1, TimeUnit.SECONDS);
        if (answer == null) {
          if (!heard) {
            send(request);
          }
        } else if (header(answer, "Call-ID").equals(id)
            && header(answer, "CSeq").equals(sequence + " " + method)) {
          heard = true;
          if (status(answer) >= 200) {
            return answer;
          }
        }
      }
      throw new IOException("no answer to " + method);
    }

    private String request(
        String method,
        String uri,
        String from,
        String to,
        String id,
        int sequence,
        String headers,
        String body) {
      // To a refusal the ACK has the branch of what was refused; ours to an answer have sequence 2.
      String own = method.equals("BYE") || method.equals("ACK") && sequence == 2 ? method : "";
      String branch = "z9hG4bK" + id.substring(0, 8) + sequence + own;
      return "%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s;rport;branch=%s\r\nMax-Forwards: 70\r\nFrom: %s;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d %s\r\n%sContent-Length: %d\r\n\r\n%s"
          .formatted(
              method,
              uri,
              host(),
              branch,
              from,
              id.substring(0, 8),
              to,
              id,
              sequence,
              method,
              headers,
              body.length(),
              body);
    }

    private String authorization(String method, String uri, String user, String challenge)
        throws GeneralSecurityException {
      Matcher nonce =
          Pattern.compile("WWW-Authenticate: Digest[^\r]*nonce=\"([^\"]+)\"[^\r]*").matcher(challenge);
      Matcher opaque = Pattern.compile("opaque=\"([^\"]*)\"").matcher(challenge);
      String found = "";
      while (nonce.find()) {
        if (!nonce.group().contains("SHA-256")) {
          found = nonce.group(1);
          opaque = Pattern.compile("opaque=\"([^\"]*)\"").matcher(nonce.group());
        }
      }
      String first = md5(user + ":" + realm + ":" + passwords.get(user));
      String second = md5(method + ":" + uri);
      String response = md5(first + ":" + found + ":00000001:c0ffee:auth:" + second);
      return "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c0ffee\"%s\r\n"
          .formatted(
              user,
              realm,
              found,
              uri,
              response,
              opaque.find() ? ", opaque=\"" + opaque.group(1) + "\"" : "");
    }

    private static String md5(String text) throws GeneralSecurityException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private void read() {
      byte[] buffer = new byte[65_536];
      while (!closing) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
          socket.receive(packet);
          String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
          if (text.startsWith("SIP/2.0 ")) {
            answers.offer(text);
          } else if (!text.isBlank()) {
            answer(text);
          }
        } catch (IOException ended) {
          return;
        }
      }
    }

    private void answer(String request) throws IOException {
      String id = header(request, "Call-ID");
      String method = request.substring(0, request.indexOf(' '));
      String body = "";
      if (method.equals("ACK")) {
        return;
      }
      if (method.equals("BYE") && legs.containsKey(id)) {
        legs.get(id).ended = true;
      }
      if (method.equals("INVITE")) {
        boolean fresh = !legs.containsKey(id);
        if (fresh) {
          legs.put(id, new Leg(sound(), "", "", ""));
        }
        body = sdp(legs.get(id).sound);
        if (fresh) {
          talk(legs.get(id), request);
        }
      }
      StringBuilder text = new StringBuilder("SIP/2.0 200 OK\r\n");
      request
          .lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq|record-route): .*"))
          .map(
              line ->
                  line.matches("(?i)to: .*") && !line.contains("tag=") ? line + ";tag=bench" : line)
          .forEach(line -> text.append(line).append("\r\n"));
      text.append("Contact: <sip:bench@" + host() + ">\r\n");
      text.append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n");
      text.append("Content-Length: " + body.length() + "\r\n\r\n" + body);
      send(text.toString());
    }

    private void send(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, guest));
    }

    private static int status(String answer) {
      return Integer.parseInt(answer.substring(8, 11));
    }

    private static String header(String message, String name) {
      return message
          .lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    @Override
    public void close() {
      closing = true;
      socket.close();
      legs.values().forEach(leg -> leg.sound.close());
    }
  }
}
