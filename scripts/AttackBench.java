import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
  private final String key = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
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
                String answer = ask(wire, job);
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
    }
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
  private String ask(Wire wire, Job job) throws Exception {
    for (int tries = 0; ; tries++) {
      String challenge = wire.challenge(key, ORIGIN);
      int bits = Integer.parseInt(challenge.substring(0, challenge.indexOf('.')));
      hardest.accumulateAndGet(bits, Math::max);
      String answer =
          wire.askForCall(key, ORIGIN, job.address(), job.number(), Wire.solve(challenge));
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
