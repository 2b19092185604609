import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A fleet of simulated VMs whose guests behave as real ones do towards the centre: each answers SIP
 * OPTIONS at its own address, asks for its configuration by the guests' protocol, says that it
 * applied it, and keeps asking. {@code FleetBench PORT_BASE TENANTS NETWORK EDGE SEEN}, with the
 * instance's secrets on standard input; NETWORK is where the VMs' addresses begin, all of them this
 * machine's own; EDGE the guests' listener. Prints a line per figure; {@code heap} asks the shell
 * behind standard output to measure it and to make the file SEEN then.
 */
final class FleetBench {
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(20);
  private static final int PASSES = 5;
  private static final int WARM = 20;
  private static final int PAGES = 60;
  private static final long REST_NANOS = 15_000_000_000L;

  private final BenchInstance instance;
  private final int portBase;
  private final List<Guest> guests = new ArrayList<>();

  private FleetBench(int portBase) throws IOException {
    this.portBase = portBase;
    this.instance = new BenchInstance(portBase);
  }

  public static void main(String[] arguments) throws Exception {
    new FleetBench(Integer.parseInt(arguments[0]))
        .run(Integer.parseInt(arguments[1]), arguments[2], arguments[3], Path.of(arguments[4]));
    System.exit(0);
  }

  private void run(int tenants, String network, String edge, Path seen) throws Exception {
    try (Connection database = instance.database()) {
      List<String> addresses = addresses(network, tenants);
      Thread sip = new Thread(new Sip(addresses), "sip");
      sip.setDaemon(true);
      sip.start();
      BenchInstance.say("making " + tenants + " tenants");
      HttpClient http = client();
      ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
      database.setAutoCommit(false);
      for (int i = 0; i < tenants; i++) {
        String tenant = UUID.randomUUID().toString();
        String slug = "fleet-" + (i + 1);
        String machine =
            instance.tenant(database, tenant, slug, addresses.get(i), "RUNNING");
        instance.fill(database, tenant, 5, 1);
        BenchInstance.insert(
            database,
            "config_revision",
            "tenant_id,number,state,summary,requested_by,requested_at",
            List.<Object[]>of(
                new Object[] {tenant, 1, "REQUESTED", "First", "bench", BenchInstance.now()}));
        guests.add(
            new Guest(http, later, URI.create(edge), machine, BenchInstance.guestSecret(slug)));
      }
      database.commit();
      database.setAutoCommit(true);
      long began = System.nanoTime();
      for (Guest guest : guests) {
        guest.ask(0);
      }
      settle(database, tenants);
      BenchInstance.say(
          "all run with their configuration applied after %.1f s"
              .formatted((System.nanoTime() - began) / 1e9));
      rest();
      long changes = count(database, "SELECT max(id) FROM vm_stage_change");
      long actions = actions();
      List<Long> passes = new ArrayList<>();
      for (int i = 0; i < PASSES; i++) {
        passes.add(pass(database));
        rest();
      }
      long more =
          actions()
              - actions
              + count(database, "SELECT coalesce(max(id), 0) FROM vm_stage_change")
              - changes;
      BenchInstance.say(
          "passes, s: "
              + passes.stream().map(each -> String.format("%.2f", each / 1e9)).toList());
      BenchInstance.figure("reconcile_pass_s", BenchInstance.percentile(passes, 50) / 1000, 2);
      BenchInstance.figure("actions_when_settled", more, 0);
      BenchInstance.figure("tenants_page_p95_ms", page(tenants), 1);
      System.out.println("heap");
      System.out.flush();
      // The guests stay connected until the shell has looked.
      for (int i = 0; i < 600 && !Files.exists(seen); i++) {
        Thread.sleep(100);
      }
    }
  }

  private static List<String> addresses(String first, int number) throws IOException {
    ByteBuffer base = ByteBuffer.wrap(InetAddress.getByName(first).getAddress());
    int from = base.getInt() + 10;
    List<String> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      byte[] address = ByteBuffer.allocate(4).putInt(from + i).array();
      all.add(InetAddress.getByAddress(address).getHostAddress());
    }
    return all;
  }

  private void settle(Connection database, int tenants) throws Exception {
    long limit = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (true) {
      long running = count(database, "SELECT count(*) FROM virtual_machine WHERE stage = 'RUNNING'");
      long applied = count(database, "SELECT count(*) FROM config_revision WHERE state = 'APPLIED'");
      if (running >= tenants && applied >= tenants) {
        return;
      }
      if (System.nanoTime() > limit) {
        throw new IOException(running + " run, " + applied + " have their configuration");
      }
      BenchInstance.say(running + " run, " + applied + " have their configuration");
      Thread.sleep(5000);
    }
  }

  private static void rest() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(REST_NANOS);
  }

  /** Has every VM looked at as soon as it can be, and waits until every one was. */
  private static long pass(Connection database) throws Exception {
    long from = BenchInstance.now();
    long began = System.nanoTime();
    try (Statement statement = database.createStatement()) {
      statement.executeUpdate("UPDATE virtual_machine SET next_check = 1");
    }
    while (count(
            database,
            "SELECT count(*) FROM virtual_machine WHERE next_check <= "
                + from
                + " OR lease_owner IS NOT NULL")
        > 0) {
      Thread.sleep(20);
    }
    return System.nanoTime() - began;
  }

  /** What the provisioner asked of its driver so far, looking not counted. */
  private long actions() throws IOException, InterruptedException {
    long sum = 0;
    for (String line : instance.metrics().lines().toList()) {
      if (line.startsWith("ringfence_hypervisor_changes_total")
          || line.startsWith("application_ringfence_hypervisor_changes_total")) {
        sum += (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    if (sum == 0) {
      throw new IOException("the metrics do not say what the provisioner did");
    }
    return sum;
  }

  private static long count(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    }
  }

  private double page(int tenants) throws Exception {
    HttpClient browser = instance.signIn("hoster", instance.secrets.get("HOSTER_PASSWORD"));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < WARM + PAGES; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(instance.portal.resolve("/tenants"))
              .header("Accept-Encoding", "gzip")
              .build();
      long began = System.nanoTime();
      HttpResponse<byte[]> answer = browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
      long nanos = System.nanoTime() - began;
      String body = BenchInstance.text(answer);
      if (answer.statusCode() != 200 || !body.contains("fleet-")) {
        throw new IOException("/tenants: " + answer.statusCode() + " " + body);
      }
      if (i >= WARM) {
        times.add(nanos);
      }
    }
    BenchInstance.say("tenants page p50 %.1f ms".formatted(BenchInstance.percentile(times, 50)));
    return BenchInstance.percentile(times, 95);
  }

  /** One connection per guest, as guests have; whose certificate it is, is checked elsewhere. */
  private static HttpClient client() throws Exception {
    TrustManager anybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {anybody}, new SecureRandom());
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context)
        .connectTimeout(Duration.ofMinutes(2))
        .build();
  }

  /** The centre's side of a guest's agent. */
  private static final class Guest {
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private final HttpClient http;
    private final ScheduledExecutorService later;
    private final URI edge;
    private final String credentials;
    private final String boot = UUID.randomUUID().toString();

    Guest(
        HttpClient http,
        ScheduledExecutorService later,
        URI edge,
        String machine,
        String secret) {
      this.http = http;
      this.later = later;
      this.edge = edge;
      this.credentials =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((machine + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    void ask(int have) {
      send(
              HttpRequest.newBuilder(
                  edge.resolve(
                      "/guest/v1/configuration?wait=50&have=" + have + "&boot=" + boot)))
          .whenComplete(
              (answer, failure) -> {
                if (failure != null || answer.statusCode() >= 300) {
                  later.schedule(() -> ask(have), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                } else if (answer.statusCode() == 200) {
                  apply(
                      Integer.parseInt(
                          answer.headers().firstValue("Ringfence-Revision").orElseThrow()));
                } else {
                  state(have);
                }
              });
    }

    private void apply(int revision) {
      send(
              HttpRequest.newBuilder(edge.resolve("/guest/v1/configuration/" + revision))
                  .header("Content-Type", "text/plain")
                  .POST(HttpRequest.BodyPublishers.ofString("result=applied\n")))
          .whenComplete((answer, failure) -> state(revision));
    }

    private void state(int revision) {
      send(
              HttpRequest.newBuilder(edge.resolve("/guest/v1/state"))
                  .header("Content-Type", "text/plain")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "boot="
                              + boot
                              + "\nrevision="
                              + revision
                              + "\nasterisk=up\nuptime_s=60\nmemory_free_kib=100000\ndata_free_kib=1000000\n")))
          .whenComplete((answer, failure) -> ask(revision));
    }

    private CompletableFuture<HttpResponse<Void>> send(HttpRequest.Builder request) {
      return http.sendAsync(
          request.header("Authorization", credentials).timeout(Duration.ofSeconds(90)).build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }

  /** Answers OPTIONS at every address. */
  private record Sip(List<String> addresses) implements Runnable {
    @Override
    public void run() {
      try (Selector selector = Selector.open()) {
        for (String address : addresses) {
          DatagramChannel channel = DatagramChannel.open();
          channel.bind(new InetSocketAddress(InetAddress.getByName(address), 5060));
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ);
        }
        ByteBuffer packet = ByteBuffer.allocate(4096);
        while (true) {
          selector.select();
          Set<SelectionKey> ready = selector.selectedKeys();
          for (SelectionKey key : ready) {
            DatagramChannel channel = (DatagramChannel) key.channel();
            packet.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(packet);
            if (from != null) {
              packet.flip();
              String request = StandardCharsets.UTF_8.decode(packet).toString();
              String answer =
                  "SIP/2.0 401 Unauthorized" + request.substring(request.indexOf("\r\n"));
              channel.send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)), from);
            }
          }
          ready.clear();
        }
      } catch (IOException failure) {
        failure.printStackTrace();
        System.exit(1);
      }
    }
  }
}
