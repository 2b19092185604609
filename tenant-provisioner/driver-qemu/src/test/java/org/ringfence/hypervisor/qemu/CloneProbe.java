package org.ringfence.hypervisor.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.VmSpec;

/**
 * A configuration that lets a test look into a clone: its kernel through the dialplan, its Asterisk
 * through a call that it makes to us. One per clone.
 */
final class CloneProbe implements AutoCloseable {
  /** The guest's clock was set to a whole second, and is looked at in whole seconds. */
  static final int SLOWEST_CLOCK_S = 2;

  private static final int ANSWER_MS = 120_000;

  private final VmSpec spec;
  private final DatagramSocket phone;

  CloneProbe(VmSpec spec) throws IOException {
    this.spec = spec;
    this.phone = new DatagramSocket(new InetSocketAddress(spec.network().gateway().toString(), 0));
    phone.setSoTimeout(ANSWER_MS);
  }

  /** The identity, with the probe's configuration riding along. */
  IdentityDocument identity() throws IOException {
    StringBuilder lines =
        new StringBuilder("mac=" + spec.network().mac() + "\nbundle_revision=1\n");
    Base64.getMimeEncoder(76, new byte[] {'\n'})
        .encodeToString(bundle())
        .lines()
        .forEach(line -> lines.append("bundle=").append(line).append('\n'));
    return IdentityDocument.of(
        QemuHarness.identityText(spec).replace("\nend\n", "\n" + lines + "end\n"));
  }

  private byte[] bundle() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    Path warm = Path.of("../../vm-templates/warm");
    for (String same : new String[] {"asterisk", "cdr", "cel", "indications", "logger", "rtp"}) {
      files.put("asterisk/" + same + ".conf", Files.readString(warm.resolve(same + ".conf")));
    }
    files.put(
        "asterisk/modules.conf",
        Files.readString(warm.resolve("modules.conf"))
            + """
            load = res_srtp.so
            load = func_shell.so
            load = func_rand.so
            load = app_userevent.so
            """);
    files.put(
        "asterisk/manager.conf",
        """
        [general]
        enabled = yes
        bindaddr = 0.0.0.0
        port = 5038
        [probe]
        secret = probe
        read = user
        write = originate,call
        """);
    files.put(
        "asterisk/extensions.conf",
        "[probe]\nexten => s,1,UserEvent(Probe"
            + shell("machine", "cat /etc/machine-id")
            + shell("boot", "cat /proc/sys/kernel/random/boot_id")
            + shell("hostname", "hostname")
            + shell("mac", "cat /sys/class/net/eth0/address")
            + shell("kernel-random", "head -c 24 /dev/urandom | base64")
            + shell("clock", "date +%s")
            + ",asterisk-random: ${RAND(1,2147483646)})\n");
    files.put(
        "asterisk/pjsip.conf",
        """
        [transport-udp]
        type = transport
        protocol = udp
        bind = 0.0.0.0:5060
        [phone]
        type = endpoint
        context = probe
        auth = phone
        aors = phone
        disallow = all
        allow = alaw
        webrtc = yes
        [phone]
        type = auth
        auth_type = digest
        username = phone
        password = x
        [phone]
        type = aor
        contact = sip:phone@%s:%d
        """
            .formatted(spec.network().gateway(), phone.getLocalPort()));
    files.put("verify", "endpoint phone\ncontext probe\n");
    Path directory = Files.createTempDirectory("bundle");
    Files.createDirectory(directory.resolve("asterisk"));
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(directory.resolve(file.getKey()), file.getValue());
      }
      Process tar =
          new ProcessBuilder(
                  "tar",
                  "-C",
                  directory.toString(),
                  "--format=ustar",
                  "--owner=0",
                  "--group=0",
                  "--mode=u=rwX,g=rX,o=",
                  "-cf",
                  "-",
                  "asterisk",
                  "verify")
              .start();
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
        tar.getInputStream().transferTo(out);
      }
      return zipped.toByteArray();
    } finally {
      try (var all = Files.walk(directory)) {
        all.sorted(java.util.Comparator.reverseOrder()).forEach(CloneProbe::delete);
      }
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shell(String name, String command) {
    return "," + name + ": ${SHELL(" + command + ")}";
  }

  /** Returns when the clone's Asterisk answers OPTIONS with a success. */
  void awaitSip() {
    Awaitility.await("SIP from " + spec.name())
        .atMost(Duration.ofMillis(ANSWER_MS))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> exchange("OPTIONS", 1_000).startsWith("SIP/2.0 "));
  }

  /** Seconds since 1970, as the guest's kernel has it. */
  long clock() throws IOException {
    try (Socket manager = manager()) {
      return Long.parseLong(look(manager).getOrDefault("clock", ""));
    }
  }

  /** Everything of a clone that no other may have. */
  Map<String, String> everythingUnique() throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    String challenge = exchange("INVITE", ANSWER_MS);
    found.put("digest nonce", find(challenge, "nonce=\"([^\"]+)\""));
    try (Socket manager = manager()) {
      found.putAll(look(manager));
      found.remove("clock");
      originate(manager, "PJSIP/phone");
      String invite = receive(phone, "INVITE ");
      found.put("Call-ID", find(invite, "(?m)^Call-ID: (.+?)\r?$"));
      found.put("From tag", find(invite, "(?m)^From: .*;tag=(.+?)\r?$"));
      found.put("branch", find(invite, "branch=([^;\r\n]+)"));
      found.put("TLS key", find(invite, "a=fingerprint:(.+?)\r?\n"));
      found.put("SSRC", find(invite, "a=ssrc:(\\d+)"));
    }
    return found;
  }

  /** Asterisk opens it a moment after SIP. */
  private Socket manager() throws IOException {
    Socket manager =
        Awaitility.await("AMI of " + spec.name())
            .atMost(Duration.ofMillis(ANSWER_MS))
            .pollInterval(Duration.ofMillis(50))
            .ignoreExceptionsInstanceOf(ConnectException.class)
            .until(
                () -> new Socket(spec.network().address().address().toString(), 5038),
                Socket::isConnected);
    manager.setSoTimeout(ANSWER_MS);
    send(manager, "Action: Login\nUsername: probe\nSecret: probe\n");
    return manager;
  }

  /** What the dialplan finds in the guest. */
  private static Map<String, String> look(Socket manager) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    BufferedReader events =
        new BufferedReader(new InputStreamReader(manager.getInputStream(), UTF_8));
    originate(manager, "Local/s@probe");
    String line = events.readLine();
    while (line != null && !line.equals("UserEvent: Probe")) {
      line = events.readLine();
    }
    while (line != null && !line.isEmpty()) {
      String[] pair = line.split(": ", 2);
      if (pair[0].matches("machine|boot|hostname|mac|kernel-random|asterisk-random|clock")) {
        found.put(pair[0], pair[1].strip());
      }
      line = events.readLine();
    }
    return found;
  }

  private static void originate(Socket manager, String channel) throws IOException {
    send(
        manager,
        """
        Action: Originate
        Channel: %s
        Application: Wait
        Data: 1
        Async: true
        """
            .formatted(channel));
  }

  private static void send(Socket manager, String action) throws IOException {
    manager.getOutputStream().write((action + "\n").replace("\n", "\r\n").getBytes(UTF_8));
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  /** One request and its answer; empty when none comes. */
  private String exchange(String method, int limitMs) throws IOException {
    String address = spec.network().address().address().toString();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.getByName(address), 5060);
      socket.setSoTimeout(limitMs);
      String id = Long.toString(System.nanoTime());
      byte[] request =
          """
          METHOD sip:s@GUEST SIP/2.0
          Via: SIP/2.0/UDP HERE;rport;branch=z9hG4bK-UNIQUE
          Max-Forwards: 70
          From: <sip:phone@PHONE>;tag=UNIQUE
          To: <sip:s@GUEST>
          Contact: <sip:phone@PHONE>
          Call-ID: UNIQUE
          CSeq: 1 METHOD
          Content-Length: 0

          """
              .replace("METHOD", method)
              .replace("GUEST", address)
              .replace(
                  "HERE", socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort())
              .replace("PHONE", spec.network().gateway().toString())
              .replace("UNIQUE", id)
              .replace("\n", "\r\n")
              .getBytes(UTF_8);
      socket.send(new DatagramPacket(request, request.length));
      return receive(socket, "SIP/2.0 ");
    } catch (java.net.SocketTimeoutException | java.net.PortUnreachableException none) {
      return "";
    }
  }

  private static String receive(DatagramSocket socket, String beginning) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
      socket.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
      if (text.startsWith(beginning)) {
        return text;
      }
    }
  }

  @Override
  public void close() {
    phone.close();
  }
}
