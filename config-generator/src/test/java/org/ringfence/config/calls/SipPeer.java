package org.ringfence.config.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider or a phone that speaks SIP over UDP itself, so that a test can send whatever a far end
 * may send and see every byte that comes. It answers REGISTER, OPTIONS and BYE with 200, and INVITE
 * as told. It has no sound; where that matters an {@link Asterisk} is the peer.
 */
final class SipPeer implements AutoCloseable {
  /** Answers INVITE with nothing at all. */
  static final int SILENCE = 0;

  private static final int LIMIT_SECONDS = 60;

  /** Key and salt of SRTP, 30 bytes. */
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[30]);

  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");

  private final DatagramSocket socket;
  private final String address;
  private final Thread reader;
  private final List<SipMessage> requests = new CopyOnWriteArrayList<>();
  private final List<Long> inviteTimes = new CopyOnWriteArrayList<>();
  private final List<String> seenInvites = new ArrayList<>();
  private final BlockingQueue<SipMessage> unseen = new LinkedBlockingQueue<>();
  private final BlockingQueue<SipMessage> answers = new LinkedBlockingQueue<>();
  private volatile int toInvite = 200;
  private volatile int toRegister = 200;
  private volatile boolean encrypting;

  SipPeer(String host, int port) throws IOException {
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), port));
    this.address = host + ":" + socket.getLocalPort();
    this.reader = new Thread(this::read, "sip-" + address);
    reader.setDaemon(true);
    reader.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** From now on every INVITE gets this answer. */
  SipPeer answering(int status) {
    toInvite = status;
    return this;
  }

  /** From now on its SDP offers and agrees to SRTP with a key (SDES). */
  SipPeer encrypting() {
    encrypting = true;
    return this;
  }

  /** From now on every REGISTER gets this answer. */
  SipPeer registering(int status) {
    toRegister = status;
    return this;
  }

  /** The next request of this kind that no one has asked for yet. */
  SipMessage awaits(String method) throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < limit) {
      SipMessage message = unseen.poll(1, TimeUnit.SECONDS);
      if (message != null && message.method().equals(method)) {
        return message;
      }
    }
    throw new AssertionError(address + " got no " + method + ", only " + methods());
  }

  /** When each of them came, by {@link System#nanoTime}. */
  List<Long> inviteTimes() {
    return List.copyOf(inviteTimes);
  }

  /** Every INVITE so far, without retransmissions. */
  List<SipMessage> invites() {
    List<String> seen = new ArrayList<>();
    return requests.stream()
        .filter(request -> request.method().equals("INVITE"))
        .filter(request -> fresh(seen, request.header("Via")))
        .toList();
  }

  private static boolean fresh(List<String> seen, String via) {
    return !seen.contains(via) && seen.add(via);
  }

  private List<String> methods() {
    return requests.stream().map(each -> (each.startLine() + " " + each.body()).strip()).toList();
  }

  /** Somebody to call as, with a password when the PBX asks for it. */
  record Caller(String from, Optional<String> user, Optional<String> password) {
    static Caller outside(String from) {
      return new Caller(from, Optional.empty(), Optional.empty());
    }

    static Caller phone(String number, String password) {
      return new Caller(number, Optional.of(number), Optional.of(password));
    }
  }

  /**
   * Calls and waits for the final answer, which it acknowledges; a call that was answered is ended.
   *
   * @param uri who is called: the request URI
   * @param to what stands in To, a URI
   */
  SipMessage call(String pbx, Caller caller, String uri, String to, String... headers)
      throws IOException, InterruptedException {
    return place(pbx, caller, uri, to, true, headers);
  }

  /** Calls and, once answered, stays in the call. */
  SipMessage hold(String pbx, Caller caller, String uri) throws IOException, InterruptedException {
    return place(pbx, caller, uri, uri, false);
  }

  /** Registers as a phone, at the address of this peer. */
  SipMessage register(String pbx, Caller caller) throws IOException, InterruptedException {
    return inform(
        pbx,
        caller,
        "REGISTER",
        "sip:" + pbx,
        "sip:" + caller.from() + "@" + pbx,
        "Expires: 300\r\n",
        "");
  }

  /** Sends a request outside of a call, with credentials when asked for them. */
  SipMessage inform(
      String pbx, Caller caller, String method, String uri, String to, String headers, String body)
      throws IOException, InterruptedException {
    answers.clear();
    String callId = UUID.randomUUID().toString();
    String tag = callId.substring(0, 8);
    String credentials = "";
    for (int sequence = 1; ; sequence++) {
      send(
          pbx,
          request(
              method,
              uri,
              caller,
              "<" + to + ">",
              callId,
              tag,
              sequence,
              branch(),
              credentials + headers,
              body));
      SipMessage answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer to " + method + " " + uri);
      }
      if (answer.status() != 401 || sequence > 1) {
        return answer;
      }
      credentials = authorization(answer, caller, method, uri);
    }
  }

  /** In a call that it holds: asks the PBX to lead the other party to somebody else. */
  SipMessage refer(String pbx, Caller caller, SipMessage answered, String target)
      throws IOException, InterruptedException {
    String from = answered.header("From");
    String contact = answered.header("Contact").replaceAll(".*<([^>]*)>.*", "$1");
    String credentials = "";
    answers.clear();
    for (int sequence = 5; ; sequence++) {
      send(
          pbx,
          request(
              "REFER",
              contact,
              caller,
              answered.header("To"),
              answered.header("Call-ID"),
              from.substring(from.indexOf(";tag=") + 5),
              sequence,
              branch(),
              credentials + "Refer-To: <sip:" + target + "@" + pbx + ">\r\n",
              ""));
      SipMessage answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer to REFER");
      }
      if (answer.status() != 401 || sequence > 5) {
        return answer;
      }
      credentials = authorization(answer, caller, "REFER", contact);
    }
  }

  private SipMessage place(
      String pbx, Caller caller, String uri, String to, boolean brief, String... headers)
      throws IOException, InterruptedException {
    answers.clear();
    String callId = UUID.randomUUID().toString();
    String tag = callId.substring(0, 8);
    SipMessage answer = invite(pbx, caller, uri, to, callId, tag, 1, "", headers);
    if (answer.status() == 401 && caller.password().isPresent()) {
      String credentials = authorization(answer, caller, "INVITE", uri);
      answer = invite(pbx, caller, uri, to, callId, tag, 2, credentials, headers);
    }
    if (answer.status() == 200 && brief) {
      send(pbx, request("BYE", uri, caller, answer.header("To"), callId, tag, 9, branch(), "", ""));
    }
    return answer;
  }

  private SipMessage invite(
      String pbx,
      Caller caller,
      String uri,
      String to,
      String callId,
      String tag,
      int sequence,
      String authorization,
      String... headers)
      throws IOException, InterruptedException {
    String branch = branch();
    StringBuilder more = new StringBuilder(authorization);
    for (String header : headers) {
      more.append(header).append("\r\n");
    }
    send(
        pbx,
        request(
            "INVITE",
            uri,
            caller,
            "<" + to + ">",
            callId,
            tag,
            sequence,
            branch,
            more + "Content-Type: application/sdp\r\n",
            sdp()));
    while (true) {
      SipMessage answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no final answer to INVITE " + uri);
      }
      if (answer.header("Call-ID").equals(callId)
          && answer.header("CSeq").equals(sequence + " INVITE")
          && answer.status() >= 200) {
        // To a refusal the ACK belongs to the same transaction.
        String ack = answer.status() == 200 ? branch() : branch;
        send(
            pbx,
            request("ACK", uri, caller, answer.header("To"), callId, tag, sequence, ack, "", ""));
        return answer;
      }
    }
  }

  private static String branch() {
    return "z9hG4bK" + UUID.randomUUID();
  }

  private String request(
      String method,
      String uri,
      Caller caller,
      String to,
      String callId,
      String tag,
      int sequence,
      String branch,
      String headers,
      String body) {
    return method
        + " "
        + uri
        + " SIP/2.0\r\nVia: SIP/2.0/UDP "
        + address
        + ";rport;branch="
        + branch
        + "\r\nMax-Forwards: 70\r\nFrom: <sip:"
        + caller.from()
        + "@"
        + address
        + ">;tag="
        + tag
        + "\r\nTo: "
        + to
        + "\r\nContact: <sip:peer@"
        + address
        + ">\r\nCall-ID: "
        + callId
        + "\r\nCSeq: "
        + sequence
        + " "
        + method
        + "\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String sdp() {
    String host = socket.getLocalAddress().getHostAddress();
    return "v=0\r\no=- 1 1 IN IP4 "
        + host
        + "\r\ns=-\r\nc=IN IP4 "
        + host
        + "\r\nt=0 0\r\nm=audio 40000 "
        + (encrypting ? "RTP/SAVP" : "RTP/AVP")
        + " 8 0 101\r\na=rtpmap:8 PCMA/8000\r\n"
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        + (encrypting ? "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "\r\n" : "");
  }

  /** RFC 2617 with qop=auth; the PBX offers MD5 beside SHA-256. */
  private static String authorization(SipMessage answer, Caller caller, String method, String uri) {
    String challenge =
        answer.all("WWW-Authenticate").stream()
            .filter(each -> !each.contains("SHA-256"))
            .findFirst()
            .orElseThrow();
    String realm = parameter(challenge, "realm");
    String nonce = parameter(challenge, "nonce");
    String user = caller.user().orElseThrow();
    String ha1 = md5(user + ":" + realm + ":" + caller.password().orElseThrow());
    String response = md5(ha1 + ":" + nonce + ":00000001:c0ffee:auth:" + md5(method + ":" + uri));
    String opaque = parameter(challenge, "opaque");
    return "Authorization: Digest username=\""
        + user
        + "\", realm=\""
        + realm
        + "\", nonce=\""
        + nonce
        + "\", uri=\""
        + uri
        + "\", response=\""
        + response
        + "\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c0ffee\""
        + (opaque.isEmpty() ? "" : ", opaque=\"" + opaque + "\"")
        + "\r\n";
  }

  private static String parameter(String header, String name) {
    Matcher parameters = PARAMETER.matcher(header);
    while (parameters.find()) {
      if (parameters.group(1).equals(name)) {
        return parameters.group(2) == null ? parameters.group(3) : parameters.group(2);
      }
    }
    return "";
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void send(String pbx, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket.send(
        new DatagramPacket(
            bytes, bytes.length, new InetSocketAddress(InetAddress.getByName(pbx), 5060)));
  }

  private void read() {
    byte[] buffer = new byte[65536];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
        if (!text.isBlank()) {
          take(SipMessage.parse(text), packet);
        }
      } catch (SocketException closed) {
        return;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private void take(SipMessage message, DatagramPacket from) throws IOException {
    if (message.isAnswer()) {
      answers.add(message);
      return;
    }
    requests.add(message);
    unseen.add(message);
    switch (message.method()) {
      case "ACK" -> {}
      case "INVITE" -> {
        if (fresh(seenInvites, message.header("Via"))) {
          inviteTimes.add(System.nanoTime());
        }
        if (toInvite != SILENCE) {
          answer(message, from, toInvite, toInvite == 200 ? sdp() : "");
        }
      }
      case "REGISTER" -> answer(message, from, toRegister, "");
      default -> answer(message, from, 200, "");
    }
  }

  private void answer(SipMessage request, DatagramPacket from, int status, String body)
      throws IOException {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + " As told\r\n");
    for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
      for (String value : request.all(name)) {
        text.append(name).append(": ").append(value);
        text.append(name.equals("To") && !value.contains("tag=") ? ";tag=peer" : "");
        text.append("\r\n");
      }
    }
    if (request.method().equals("REGISTER")) {
      text.append("Contact: ").append(request.header("Contact")).append(";expires=300\r\n");
    } else {
      text.append("Contact: <sip:peer@" + address + ">\r\n");
    }
    text.append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n");
    text.append("Content-Length: " + body.length() + "\r\n\r\n" + body);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, from.getSocketAddress()));
  }

  @Override
  public void close() {
    socket.close();
    try {
      // The port is free only when nobody reads from it any more.
      reader.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
