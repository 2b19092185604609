import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Attacks a widget over HTTP, as somebody does who solves every proof of work and has a thousand
 * addresses. {@code AttackBench PORT_BASE}, with the instance's secrets on standard input. Prints a
 * line per figure.
 */
final class AttackBench {
  private static final int REQUESTS = 10_000;
  private static final int ADDRESSES = 1_000;
  private static final int CONNECTIONS = 8;
  private static final int HONEST = 5;

  /** Requests of a flood at each tenant. */
  private static final int FLOOD = 300;

  private static final long SEED = 20_261_129;
  private static final String ORIGIN = "https://shop.example";
  private static final String VICTIM = "+442079460123";

  /**
   * What a widget in the United Kingdom never calls: premium rate, shared cost, personal numbers;
   * Jersey and the Isle of Man, whose numbers look like its own; satellites and networks of no
   * country; countries that fraudsters earn at; short and emergency numbers.
   */
  private static final List<String> BLOCKED =
      List.of(
          "0909 8%06d",
          "0844 4%06d",
          "070 1%07d",
          "+44 1534 7%05d",
          "+44 7624 3%05d",
          "+881 6%08d",
          "+882 16%07d",
          "+870 77%07d",
          "+979 1%08d",
          "+1 900 55%05d",
          "+53 5%07d",
          "+371 2%07d",
          "+252 6%08d",
          "+960 9%06d",
          "+675 7%07d",
          "+49 30 1%06d",
          "118 5%02d",
          "999",
          "112");

  private final BenchInstance instance;
  private final String tenant = UUID.randomUUID().toString();
  private final String key = newKey();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger hardest = new AtomicInteger();

  private AttackBench(BenchInstance instance) {
    this.instance = instance;
  }

  public static void main(String[] arguments) throws Exception {
    new AttackBench(new BenchInstance(Integer.parseInt(arguments[0]))).run();
    System.exit(0);
  }

  private record Job(String number, String address, boolean honest) {}

  /** A tenant whose widgets are flooded with good numbers, and how many of them its limits let in. */
  private record Flooded(String name, String tenant, List<String> keys, int most) {
    static Flooded of(String name, int widgets, int most) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < widgets; i++) {
        keys.add(newKey());
      }
      return new Flooded(name, UUID.randomUUID().toString(), keys, most);
    }
  }

  /** One request of a flood. */
  private record Wave(Flooded at, String key, String number, String address) {}

  private void run() throws Exception {
    try (Connection database = instance.database()) {
      write(database);
      ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>(jobs());
      AtomicInteger served = new AtomicInteger();
      BenchInstance.say(REQUESTS + " requests from " + ADDRESSES + " addresses, seed " + SEED);
      long began = System.nanoTime();
      Wire.inParallel(
          CONNECTIONS,
          any -> {
            try (Wire wire = new Wire(instance.portal)) {
              for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
                String answer = ask(wire, key, job.number(), job.address());
                if (job.honest()) {
                  served.addAndGet(answer.equals("taken") ? 1 : 0);
                } else {
                  answers.merge(answer, 1, Integer::sum);
                }
              }
            }
          });
      double seconds = (System.nanoTime() - began) / 1e9;
      figures(database, served.get(), seconds);
      flood(database);
    }
  }

  /**
   * Good numbers only, each asked for once and from an address of its own: what is left are the
   * limits of widgets, hours, minutes and money. One network of IPv6 has many addresses and is one
   * attacker. Visitors of a shop that nobody attacks ask in between.
   */
  private void flood(Connection database) throws Exception {
    Flooded widget = Flooded.of("widget_hour", 1, 15);
    Flooded hour = Flooded.of("tenant_hour", 3, 40);
    Flooded minutes = Flooded.of("day_minutes", 2, 20);
    Flooded money = Flooded.of("day_money", 2, 25);
    Flooded network = Flooded.of("ipv6_network", 1, 10);
    Flooded quiet = Flooded.of("others", 1, FLOOD / 20);
    limited(database, widget, 2, 1000, 15, 6000, 1_000_000);
    limited(database, hour, 3, 40, 15, 6000, 1_000_000);
    limited(database, minutes, 4, 1000, 1000, 60, 1_000_000);
    limited(database, money, 5, 1000, 1000, 6000, 750);
    limited(database, network, 6, 1000, 1000, 6000, 1_000_000);
    limited(database, quiet, 7, 60, 60, 6000, 1_000_000);
    ConcurrentLinkedQueue<Wave> waves = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < FLOOD; i++) {
      for (Flooded one : List.of(widget, hour, minutes, money)) {
        String address = "198.19.%d.%d".formatted(i / 250, i % 250 + 1);
        waves.add(new Wave(one, one.keys().get(i % one.keys().size()), good(i), address));
      }
      waves.add(
          new Wave(network, network.keys().get(0), good(i), "2001:db8:1:2:%x::%x".formatted(i, i)));
      if (i % 20 == 10) {
        // Other people: who is called for three widgets within ten minutes is left alone by all.
        waves.add(new Wave(quiet, quiet.keys().get(0), good(FLOOD + i), "203.0.113." + (i / 20 + 1)));
      }
    }
    Wire.inParallel(
        CONNECTIONS,
        any -> {
          try (Wire wire = new Wire(instance.portal)) {
            for (Wave wave = waves.poll(); wave != null; wave = waves.poll()) {
              ask(wire, wave.key(), wave.number(), wave.address());
            }
          }
        });
    for (Flooded one : List.of(widget, hour, minutes, money, network, quiet)) {
      try (Statement sql = database.createStatement();
          ResultSet rows =
              sql.executeQuery(
                  "SELECT count(*) FROM callback_request WHERE tenant_id = '"
                      + one.tenant()
                      + "'")) {
        rows.next();
        BenchInstance.figure("flood_" + one.name(), rows.getInt(1), 0);
        BenchInstance.figure("flood_" + one.name() + "_most", one.most(), 0);
      }
    }
  }

  private void limited(
      Connection database, Flooded one, int network, int hour, int widget, int minutes, int cents)
      throws SQLException {
    instance.tenant(
        database,
        one.tenant(),
        "flood-" + one.keys().get(0),
        "10.254." + network + ".1",
        "STOPPED");
    instance.fill(database, one.tenant(), 5, 1);
    for (String each : one.keys()) {
      BenchInstance.widget(database, one.tenant(), each, ORIGIN);
    }
    BenchInstance.insert(
        database,
        "callback_policy",
        "tenant_id,halted,countries,per_hour,widget_per_hour,daily_minutes,daily_cents",
        Collections.singletonList(
            new Object[] {one.tenant(), false, "", hour, widget, minutes, cents}));
    // Ten pence a minute: thirty are kept for each.
    BenchInstance.insert(
        database,
        "callback_rate",
        "tenant_id,beginning,minute",
        Collections.singletonList(new Object[] {one.tenant(), "44", 100_000}));
  }

  /** A landline in London that nobody else asks for, in a block of its own. */
  private static String good(int which) {
    return "020 7%03d %04d".formatted(which % 1000, 1000 + which);
  }

  private static String newKey() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private void write(Connection database) throws SQLException {
    instance.tenant(database, tenant, "shop-" + key, "10.254.1.1", "STOPPED");
    instance.fill(database, tenant, 5, 1);
    BenchInstance.widget(database, tenant, key, ORIGIN);
  }

  private static List<Job> jobs() {
    Random random = new Random(SEED);
    List<String> notations = notations("20", "79460123");
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String number =
          i % 10 == 0
              ? notations.get(i / 10 % notations.size())
              : BLOCKED.get(random.nextInt(BLOCKED.size())).formatted(random.nextInt(100_000));
      String address = "198.18.%d.%d".formatted(i % ADDRESSES / 250, i % ADDRESSES % 250 + 1);
      jobs.add(new Job(number, address, false));
      if (i % (REQUESTS / HONEST) == REQUESTS / HONEST / 2) {
        int visitor = i / (REQUESTS / HONEST) + 1;
        jobs.add(new Job("0161 496 0%d00".formatted(visitor), "203.0.113." + visitor, true));
      }
    }
    return jobs;
  }

  /** Fifty ways to write one number. */
  private static List<String> notations(String area, String local) {
    List<String> all = new ArrayList<>();
    String a = local.substring(0, 4);
    String b = local.substring(4);
    for (String prefix :
        List.of("+44 " + area, "0044 " + area, "0" + area, "(0" + area + ")", "+44 (0) " + area)) {
      for (String form :
          List.of(
              "%s%s", "%s %s", "%s-%s", "%s.%s", "%s/%s", " %s%s", " - %s%s", " / %s %s", ".%s%s",
              "  %s  %s")) {
        all.add(prefix + form.formatted(a, b));
      }
    }
    return all;
  }

  /** As the element does: with another proof when more work is asked for meanwhile. */
  private String ask(Wire wire, String at, String number, String address) throws Exception {
    for (int tries = 0; ; tries++) {
      String challenge = wire.challenge(at, ORIGIN);
      int bits = Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
      hardest.accumulateAndGet(bits, Math::max);
      String answer =
          wire.askForCall(at, ORIGIN, address, number, Wire.solve(challenge));
      String said =
          wire.status == 202
              ? "taken"
              : BenchInstance.value(answer, "type").replaceAll(".*:", "");
      if (!said.equals("proof-needed") || tries > 2) {
        return said;
      }
    }
  }

  private void figures(Connection database, int served, double seconds)
      throws SQLException, IOException {
    Map<String, Integer> called = new HashMap<>();
    int level = 0;
    try (Statement sql = database.createStatement()) {
      try (ResultSet rows =
          sql.executeQuery(
              "SELECT visitor, count(*) FROM callback_request WHERE tenant_id = '"
                  + tenant
                  + "' GROUP BY visitor")) {
        while (rows.next()) {
          called.put(rows.getString(1), rows.getInt(2));
        }
      }
      try (ResultSet rows =
          sql.executeQuery(
              "SELECT coalesce(max(level), 0) FROM callback_alarm WHERE tenant_id = '"
                  + tenant
                  + "'")) {
        rows.next();
        level = rows.getInt(1);
      }
    }
    BenchInstance.say("the attacker's answers: " + new TreeMap<>(answers));
    int victim = called.getOrDefault(VICTIM, 0);
    int all = called.values().stream().mapToInt(Integer::intValue).sum();
    BenchInstance.figure("attack_requests", REQUESTS, 0);
    BenchInstance.figure("attack_rps", REQUESTS / seconds, 0);
    BenchInstance.figure("calls_blocked", all - victim - served, 0);
    BenchInstance.figure("calls_victim", victim, 0);
    BenchInstance.figure("calls_tenant", all, 0);
    BenchInstance.figure("honest_asked", HONEST, 0);
    BenchInstance.figure("honest_served", served, 0);
    BenchInstance.figure("alarm_level", level, 0);
    BenchInstance.figure("proof_bits", hardest.get(), 0);
  }
}
