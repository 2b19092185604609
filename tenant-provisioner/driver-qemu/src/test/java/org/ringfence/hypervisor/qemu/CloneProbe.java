package org.ringfence.hypervisor.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
  private static final int ANSWER_MS = 120_000;

  private final VmSpec spec;
  private final DatagramSocket phone;

  CloneProbe(VmSpec spec) throws IOException {
    this.spec = spec;
    this.phone =
        new DatagramSocket(
            new InetSocketAddress(spec.network().gateway().toString(), 0));
    phone.setSoTimeout(ANSWER_MS);
  }

  /** The identity, with the probe's configuration riding along. */
  IdentityDocument identity() throws IOException {
    StringBuilder lines = new StringBuilder("mac=" + spec.network().mac() + "\nbundle_revision=1\n");
    for (String line :
        Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bundle()).split("\n")) {
      lines.append("bundle=").append(line).append('\n');
    }
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
            + "load = res_srtp.so\nload = func_shell.so\nload = func_rand.so\n"
            + "load = app_userevent.so\n");
    files.put(
        "asterisk/manager.conf",
        "[general]\nenabled = yes\nbindaddr = 0.0.0.0\nport = 5038\n[probe]\nsecret = probe\n"
            + "read = user\nwrite = originate,call\n");
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
        ("[transport-udp]\ntype = transport\nprotocol = udp\nbind = 0.0.0.0:5060\n"
                + "[phone]\ntype = endpoint\ncontext = probe\nauth = phone\naors = phone\n"
                + "disallow = all\nallow = alaw\nwebrtc = yes\n"
                + "[phone]\ntype = auth\nauth_type = userpass\nusername = phone\npassword = x\n"
                + "[phone]\ntype = aor\ncontact = sip:phone@%s:%d\n")
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
                  "tar", "-C", directory.toString(), "--format=ustar", "--owner=0", "--group=0",
                  "--mode=u=rwX,go=rX", "-cf", "-", "asterisk", "verify")
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

  /** Everything of a clone that no other may have. */
  Map<String, String> everythingUnique() throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    String challenge = exchange("INVITE", ANSWER_MS);
    found.put("digest nonce", find(challenge, "nonce=\"([^\"]+)\""));
    try (Socket manager = new Socket(spec.network().address().address().toString(), 5038)) {
      manager.setSoTimeout(ANSWER_MS);
      BufferedReader events =
          new BufferedReader(new InputStreamReader(manager.getInputStream(), UTF_8));
      send(manager, "Action: Login\r\nUsername: probe\r\nSecret: probe\r\n");
      send(
          manager,
          "Action: Originate\r\nChannel: Local/s@probe\r\nApplication: Wait\r\nData: 1\r\n"
              + "Async: true\r\n");
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
      send(
          manager,
          "Action: Originate\r\nChannel: PJSIP/phone\r\nApplication: Wait\r\nData: 1\r\n"
              + "Async: true\r\n");
      String invite = receive(phone, "INVITE ");
      found.put("Call-ID", find(invite, "(?m)^Call-ID: (.+?)\r?$"));
      found.put("From tag", find(invite, "(?m)^From: .*;tag=(.+?)\r?$"));
      found.put("branch", find(invite, "branch=([^;\r\n]+)"));
      found.put("TLS key", find(invite, "a=fingerprint:(.+?)\r?\n"));
      found.put("SSRC", find(invite, "a=ssrc:(\\d+)"));
    }
    return found;
  }

  private static void send(Socket manager, String action) throws IOException {
    manager.getOutputStream().write((action + "\r\n").getBytes(UTF_8));
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
          (method + " sip:s@" + address + " SIP/2.0\r\nVia: SIP/2.0/UDP "
                  + socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort()
                  + ";rport;branch=z9hG4bK" + id + "\r\nMax-Forwards: 70\r\nFrom: <sip:phone@"
                  + spec.network().gateway() + ">;tag=" + id + "\r\nTo: <sip:s@" + address
                  + ">\r\nContact: <sip:phone@" + spec.network().gateway()
                  + ">\r\nCall-ID: " + id + "\r\nCSeq: 1 " + method + "\r\nContent-Length: 0\r\n\r\n")
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
