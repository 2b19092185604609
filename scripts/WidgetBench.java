import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the widget's public edge: what a page loads, how fast requests for calls are accepted,
 * and how many visitors can wait. {@code WidgetBench PORT_BASE RATE SECONDS CHROMIUM_PROFILE}, with
 * the instance's secrets on standard input. Prints a line per figure, and {@code heap N} when the
 * shell behind standard output is to look at the heap with N streams open; it makes a file then.
 */
final class WidgetBench {
  private static final int TENANTS = 200;
  /** Requests before those that count, one after another on few connections. */
  private static final int WARM_REQUESTS = 15_000;

  private static final int WARM_CONNECTIONS = 8;
  private static final int CONNECTIONS = 64;
  private static final int FEW = 110;
  private static final int MANY = 5000;
  private static final int WAITING_SECONDS = 20;

  private final BenchInstance instance;
  private final List<String> keys = new ArrayList<>();
  private String origin = "";

  private WidgetBench(BenchInstance instance) {
    this.instance = instance;
  }

  public static void main(String[] arguments) throws Exception {
    new WidgetBench(new BenchInstance(Integer.parseInt(arguments[0])))
        .run(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Path.of(arguments[3]));
    System.exit(0);
  }

  private void run(int rate, int seconds, Path profile) throws Exception {
    HttpServer site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    origin = "http://127.0.0.1:" + site.getAddress().getPort();
    try (Connection database = instance.database()) {
      write(database);
      site.createContext("/", exchange -> page(exchange));
      site.start();
      load(profile);
      List<String> accepted = requests(rate, seconds);
      if (accepted.size() < MANY) {
        throw new IOException("only " + accepted.size() + " callbacks to follow");
      }
      streams(database, accepted, profile);
    }
  }

  private void page(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    byte[] page =
        ("<!DOCTYPE html><html lang=\"en\"><head><title>Shop</title><link rel=\"icon\""
                + " href=\"data:,\"></head><body><script type=\"module\" src=\""
                + instance.portal
                + "/widget/v1/ringfence-callback.js\"></script><ringfence-callback key=\""
                + keys.get(0)
                + "\"></ringfence-callback></body></html>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  private void write(Connection database) throws SQLException {
    database.setAutoCommit(false);
    for (int i = 1; i <= TENANTS; i++) {
      String tenant = UUID.randomUUID().toString();
      String key = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
      instance.tenant(database, tenant, "shop-" + key, "10.254." + i + ".1", "STOPPED");
      instance.fill(database, tenant, 5, 1);
      BenchInstance.widget(database, tenant, key, origin);
      BenchInstance.insert(
          database,
          "callback_policy",
          "tenant_id,halted,countries,per_hour,widget_per_hour,daily_minutes,daily_cents",
          Collections.singletonList(
              new Object[] {tenant, false, "", 1000, 1000, 100_000, 100_000_000}));
      keys.add(key);
    }
    // These shops are busy every day: who sees so many requests for the first time raises an alarm.
    try (Statement statement = database.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO callback_tally (widget_id, minute, tenant_id, asked, accepted, refused,"
              + " limited) SELECT id, "
              + (System.currentTimeMillis() / 60_000 - 60)
              + ", tenant_id, 20000, 20000, 0, 0 FROM widget");
    }
    database.commit();
    database.setAutoCommit(true);
  }

  private void load(Path profile) throws Exception {
    List<FirstLoad.Loaded> loaded =
        new FirstLoad(profile)
            .open(URI.create(origin + "/"), "", address -> address.contains("/widget/v1/widgets/"));
    String ours = instance.portal.toString() + "/";
    BenchInstance.figure(
        "gzip_bytes",
        loaded.stream()
            .filter(each -> each.address().startsWith(ours))
            .mapToDouble(FirstLoad.Loaded::body)
            .sum(),
        0);
    BenchInstance.figure(
        "requests_third_party",
        loaded.stream()
            .filter(each -> !each.address().startsWith("data:"))
            .filter(each -> !each.address().startsWith(ours))
            .filter(each -> !each.address().startsWith(origin + "/"))
            .count(),
        0);
  }

  // --- Requests -----------------------------------------------------------------------------

  private record Job(String key, String proof, String address, String number, long due) {}

  private Job job(String[] proof, int i, long due) {
    // Neighbouring numbers share a prefix, and that is limited, too.
    String number = "+44207%07d".formatted(i * 7919L % 10_000_000);
    String address = "198.%d.%d.%d".formatted(18 + i / 64_000, i / 250 % 256, i % 250 + 1);
    return new Job(proof[0], proof[1], address, number, due);
  }

  private List<String> requests(int rate, int seconds) throws Exception {
    int all = WARM_REQUESTS + rate * seconds;
    BenchInstance.say("solving " + all + " proofs");
    ConcurrentLinkedQueue<String[]> proofs = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    Wire.inParallel(
        8,
        any -> {
          try (Wire wire = new Wire(instance.portal)) {
            for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
              String key = keys.get(i % keys.size());
              proofs.add(new String[] {key, Wire.solve(wire.challenge(key, origin))});
            }
          }
        });
    List<Job> warm = new ArrayList<>();
    for (int i = 0; i < WARM_REQUESTS; i++) {
      warm.add(job(proofs.remove(), i, 0));
    }
    BenchInstance.say("warming up");
    Asked asked = new Asked();
    BlockingQueue<Job> jobs = new LinkedBlockingQueue<>(warm);
    for (int end = 0; end < WARM_CONNECTIONS; end++) {
      jobs.add(new Job("", "", "", "", 0));
    }
    ask(jobs, WARM_CONNECTIONS, asked);
    BenchInstance.say("asking for calls, " + rate + " a second");
    asked.times.clear();
    int before = asked.accepted.size();
    long began = System.nanoTime() + 100_000_000L;
    Thread clock =
        new Thread(
            () -> {
              int i = 0;
              for (String[] proof : proofs) {
                long due = began + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                  LockSupport.parkNanos(due - System.nanoTime());
                }
                jobs.add(job(proof, WARM_REQUESTS + i, due));
                i++;
              }
              for (int end = 0; end < CONNECTIONS; end++) {
                jobs.add(new Job("", "", "", "", 0));
              }
            });
    clock.start();
    ask(jobs, CONNECTIONS, asked);
    double took = (System.nanoTime() - began) / 1e9;
    if (!asked.refused.isEmpty()) {
      BenchInstance.say(asked.refused.size() + " refused, for example " + asked.refused.peek());
    }
    BenchInstance.figure(
        "api_rps", (asked.accepted.size() - before) / Math.max(took, seconds), 0);
    List<Long> sorted = new ArrayList<>(asked.times);
    BenchInstance.figure("api_p50_ms", BenchInstance.percentile(sorted, 50), 1);
    BenchInstance.figure("api_p99_ms", BenchInstance.percentile(sorted, 99), 1);
    return new ArrayList<>(asked.accepted);
  }

  private static final class Asked {
    final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  }

  private void ask(BlockingQueue<Job> jobs, int connections, Asked asked) throws Exception {
    Wire.inParallel(
        connections,
        any -> {
          try (Wire wire = new Wire(instance.portal)) {
            for (Job job = jobs.take(); !job.key().isEmpty(); job = jobs.take()) {
              String answer =
                  wire.askForCall(job.key(), origin, job.address(), job.number(), job.proof());
              asked.times.add(System.nanoTime() - job.due());
              if (wire.status == 202) {
                asked.accepted.add(BenchInstance.value(answer, "id"));
              } else {
                asked.refused.add(wire.status + " " + answer);
              }
            }
          }
        });
  }

  // --- Streams ------------------------------------------------------------------------------

  private void streams(Connection database, List<String> callbacks, Path work) throws Exception {
    Visitors visitors = new Visitors();
    Thread reader = new Thread(visitors, "visitors");
    reader.setDaemon(true);
    reader.start();
    int reached = 0;
    for (int number : new int[] {FEW, MANY}) {
      long began = System.nanoTime();
      for (int i = visitors.size(); i < number; i++) {
        visitors.open(instance.portal, callbacks.get(i), origin);
        if (i % 50 == 0) {
          Thread.sleep(10);
        }
      }
      visitors.await(number);
      BenchInstance.say(
          "%d visitors know their state after %.1f s"
              .formatted(visitors.told(), (System.nanoTime() - began) / 1e9));
      Path answer = work.resolveSibling("heap." + (number == FEW ? 1 : 2));
      System.out.println("heap " + number);
      System.out.flush();
      for (int i = 0; i < 600 && !Files.exists(answer); i++) {
        Thread.sleep(100);
      }
      if (number == MANY) {
        // All have their place; nothing changes.
        long before = portalTicks();
        Thread.sleep(WAITING_SECONDS * 1000L);
        BenchInstance.figure(
            "waiting_cpu_percent", (portalTicks() - before) / (double) WAITING_SECONDS, 1);
      }
      began = System.nanoTime();
      visitors.mark();
      change(database, callbacks.subList(0, number), number == FEW ? "CALLING" : "CONNECTED");
      visitors.await(number);
      BenchInstance.say(
          "%d of %d got a change within %.1f s"
              .formatted(visitors.told(), number, (System.nanoTime() - began) / 1e9));
      reached = Math.min(visitors.told(), visitors.connected());
    }
    BenchInstance.figure("open_status_streams", reached, 0);
  }

  /** Processor time of the portal, in hundredths of a second. */
  private static long portalTicks() throws IOException {
    String pid = Files.readString(Path.of(System.getenv("RINGFENCE_HOME"), "run/portal.pid"));
    String stat = Files.readString(Path.of("/proc", pid.split(" ")[0], "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static void change(Connection database, List<String> callbacks, String state)
      throws SQLException {
    database.setAutoCommit(false);
    try (PreparedStatement update =
        database.prepareStatement("UPDATE callback_request SET state = ? WHERE id = ?")) {
      for (String callback : callbacks) {
        update.setString(1, state);
        update.setString(2, callback);
        update.addBatch();
      }
      update.executeBatch();
    }
    try (Statement tell = database.createStatement()) {
      tell.executeUpdate(
          "INSERT INTO live_event (tenant_id, kind, subject, at) SELECT tenant_id, 'callback', id, "
              + BenchInstance.now()
              + " FROM callback_request WHERE state = '"
              + state
              + "'");
    }
    database.commit();
    database.setAutoCommit(true);
  }

  /** Many connections that wait, on one thread. */
  private static final class Visitors implements Runnable {
    private static final byte[] STATE = "event: state".getBytes(StandardCharsets.US_ASCII);
    private final Selector selector = Selector.open();
    private final List<Visitor> all = Collections.synchronizedList(new ArrayList<>());

    Visitors() throws IOException {}

    private static final class Visitor {
      volatile int states;
      volatile boolean gone;
      int matched;
    }

    void open(URI portal, String callback, String origin) throws IOException {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(portal.getHost(), portal.getPort()));
      channel.write(
          ByteBuffer.wrap(
              ("GET /widget/v1/callbacks/"
                      + callback
                      + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nOrigin: "
                      + origin
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      Visitor visitor = new Visitor();
      channel.register(selector, SelectionKey.OP_READ, visitor);
      all.add(visitor);
      selector.wakeup();
    }

    int size() {
      return all.size();
    }

    /** What they know from now on counts as told. */
    void mark() {
      synchronized (all) {
        all.forEach(each -> each.states = 0);
      }
    }

    int told() {
      synchronized (all) {
        return (int) all.stream().filter(each -> each.states > 0).count();
      }
    }

    int connected() {
      synchronized (all) {
        return (int) all.stream().filter(each -> !each.gone).count();
      }
    }

    void await(int number) throws InterruptedException {
      for (int i = 0; i < 600 && told() < number; i++) {
        Thread.sleep(100);
      }
    }

    @Override
    public void run() {
      ByteBuffer buffer = ByteBuffer.allocate(16_384);
      while (true) {
        try {
          selector.select(50);
        } catch (IOException failure) {
          return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
          Visitor visitor = (Visitor) key.attachment();
          buffer.clear();
          try {
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
              throw new IOException("ended");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
              visitor.matched = buffer.get() == STATE[visitor.matched] ? visitor.matched + 1 : 0;
              if (visitor.matched == STATE.length) {
                visitor.states++;
                visitor.matched = 0;
              }
            }
          } catch (IOException ended) {
            visitor.gone = true;
            key.cancel();
          }
        }
        selector.selectedKeys().clear();
      }
    }
  }
}
