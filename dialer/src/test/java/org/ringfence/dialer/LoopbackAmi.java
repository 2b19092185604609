package org.ringfence.dialer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A PBX on the loopback that speaks Asterisk's manager interface over TCP, with people on its
 * phones whose manners come from the number that is called. It writes down who was called for which
 * attempt: that is what really happened, whatever the dialer believes.
 */
final class LoopbackAmi implements AutoCloseable {
  /** How long anything takes, at most, in milliseconds. */
  private static final int PAUSE = 60;

  /** One call to a phone. */
  record Seen(String attempt, String number) {}

  final List<Seen> agentsCalled = new ArrayList<>();
  final List<Seen> visitorsCalled = new ArrayList<>();
  final Set<String> visitorsAnswered = new HashSet<>();

  private final ServerSocket server;
  private final ScheduledExecutorService world = Executors.newSingleThreadScheduledExecutor();
  private final Set<Socket> connections = new HashSet<>();
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Random random;
  private boolean storm;
  private int visitors;

  /** Of a channel that is up or rings; {@code peer} is the visitor's of an agent's. */
  private static final class Channel {
    final String id;
    final String attempt;
    final String name;
    boolean up;
    String bridge = "";

    Channel(String id, String attempt, String name) {
      this.id = id;
      this.attempt = attempt;
      this.name = name;
    }
  }

  LoopbackAmi(long seed) throws IOException {
    random = new Random(seed);
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** All in one thread, as Asterisk's events come in one order. */
  <T> T ask(Callable<T> question) {
    try {
      return world.submit(question).get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** It ends with all its calls and nobody hears of it; it is back at once. */
  void kill() {
    ask(
        () -> {
          channels.clear();
          connections.forEach(LoopbackAmi::quietly);
          connections.clear();
          return true;
        });
  }

  /** While it lasts, the provider answers 503. */
  void storm(boolean rages) {
    ask(() -> storm = rages);
  }

  @Override
  public void close() throws IOException {
    server.close();
    world.shutdownNow();
    connections.forEach(LoopbackAmi::quietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        start(() -> serve(socket));
      } catch (IOException closed) {
        // The loop ends when it is.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      write(socket, "Asterisk Call Manager/11.0.0\r\n");
      ask(() -> connections.add(socket));
      Map<String, String> action = new HashMap<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          action.merge(
              line.substring(0, colon).toLowerCase(Locale.ROOT),
              line.substring(colon + 1).strip(),
              (one, other) -> one + "," + other);
        } else if (line.isEmpty() && !action.isEmpty()) {
          Map<String, String> whole = Map.copyOf(action);
          action.clear();
          ask(
              () -> {
                act(socket, whole);
                return true;
              });
        }
      }
    } catch (IOException | AssertionError | RejectedExecutionException gone) {
      // It was cut, or all is over.
    } finally {
      try {
        ask(() -> connections.remove(socket));
      } catch (RejectedExecutionException over) {
        // Nobody counts connections any more.
      }
    }
  }

  private void act(Socket socket, Map<String, String> action) {
    String id = action.getOrDefault("actionid", "");
    switch (action.getOrDefault("action", "").toLowerCase(Locale.ROOT)) {
      case "challenge" -> answer(socket, id, "Success", "Challenge: 123456789");
      case "coresettings" ->
          answer(socket, id, "Success", "AMIversion: 11.0.0", "AsteriskVersion: 22.5.0");
      case "ping" -> answer(socket, id, "Success", "Ping: Pong");
      case "logoff" -> answer(socket, id, "Goodbye");
      case "originate" -> originate(socket, id, action);
      case "hangup" -> {
        answer(socket, id, "Success", "Message: Channel Hungup");
        hangUp(action.getOrDefault("channel", ""));
      }
      case "coreshowchannels" -> {
        answer(socket, id, "Success", "EventList: start");
        channels.values().forEach(channel -> write(socket, listed(channel, id)));
        write(
            socket,
            text(
                "Event: CoreShowChannelsComplete",
                "ActionID: " + id,
                "EventList: Complete",
                "ListItems: " + channels.size()));
      }
      case "pjsipshowregistrationsoutbound" ->
          list(socket, id, "OutboundRegistrationDetailComplete");
      case "devicestatelist" -> list(socket, id, "DeviceStateListComplete");
      default -> answer(socket, id, "Success");
    }
  }

  private static String listed(Channel channel, String id) {
    return text(
        "Event: CoreShowChannel",
        "ActionID: " + id,
        "Channel: " + channel.name,
        "ChannelStateDesc: " + (channel.up ? "Up" : "Ringing"),
        "Uniqueid: " + channel.id,
        "Linkedid: " + channel.attempt,
        "BridgeId: " + channel.bridge);
  }

  private void list(Socket socket, String id, String complete) {
    answer(socket, id, "Success", "EventList: start");
    write(
        socket,
        text("Event: " + complete, "ActionID: " + id, "EventList: Complete", "ListItems: 0"));
  }

  // ---- calls ----

  private void later(Runnable next) {
    Future<?> unused = world.schedule(next, 5 + random.nextInt(PAUSE), TimeUnit.MILLISECONDS);
  }

  private void originate(Socket socket, String id, Map<String, String> action) {
    String attempt = action.getOrDefault("channelid", "");
    if (channels.containsKey(attempt)) {
      answer(socket, id, "Error", "Message: Originate failed");
      return;
    }
    answer(socket, id, "Success", "Message: Originate successfully queued");
    String agent = action.getOrDefault("channel", "").replace("PJSIP/", "");
    String visitor = action.getOrDefault("exten", "");
    later(() -> callAgent(attempt, agent, visitor));
  }

  private void callAgent(String attempt, String agent, String visitor) {
    if (channels.containsKey(attempt)) {
      return;
    }
    agentsCalled.add(new Seen(attempt, agent));
    Channel channel =
        new Channel(attempt, attempt, "PJSIP/" + agent + "-" + attempt.substring(0, 8));
    channels.put(attempt, channel);
    tell(
        "Event: Newchannel",
        "Channel: " + channel.name,
        "Uniqueid: " + attempt,
        "Linkedid: " + attempt);
    tell("Event: DialBegin", "DestChannel: " + channel.name, "DestUniqueid: " + attempt);
    later(
        () -> {
          if (!channels.containsValue(channel)) {
            return;
          }
          if (visitor.endsWith("9")) {
            tell("Event: OriginateResponse", "Response: Failure", "Uniqueid: " + attempt);
            end(channel, 17, "User busy", 486);
            return;
          }
          channel.up = true;
          tell("Event: DialEnd", "DestUniqueid: " + attempt, "DialStatus: ANSWER");
          later(() -> callVisitor(channel, visitor));
        });
  }

  private void callVisitor(Channel agent, String number) {
    if (!channels.containsValue(agent)) {
      return;
    }
    String id = "acme-1795348925." + ++visitors;
    Channel visitor = new Channel(id, agent.attempt, "PJSIP/trunk-11111111-0000" + visitors);
    channels.put(id, visitor);
    visitorsCalled.add(new Seen(agent.attempt, number));
    tell(
        "Event: DialBegin",
        "Channel: " + agent.name,
        "Uniqueid: " + agent.id,
        "DestChannel: " + visitor.name,
        "DestUniqueid: " + id);
    boolean refused = storm;
    later(
        () -> {
          if (!channels.containsValue(visitor)) {
            return;
          }
          if (refused || number.endsWith("8")) {
            end(
                visitor,
                refused ? 34 : 17,
                refused ? "Circuit congestion" : "User busy",
                refused ? 503 : 486);
            end(agent, 16, "Normal Clearing", 0);
            return;
          }
          tell("Event: DialState", "DestUniqueid: " + id, "DialStatus: RINGING");
          later(() -> answerVisitor(agent, visitor, number));
        });
  }

  private void answerVisitor(Channel agent, Channel visitor, String number) {
    if (!channels.containsValue(visitor) || !channels.containsValue(agent)) {
      return;
    }
    visitorsAnswered.add(number);
    visitor.up = true;
    agent.bridge = "bridge-" + agent.id;
    visitor.bridge = agent.bridge;
    tell(
        "Event: DialEnd",
        "Uniqueid: " + agent.id,
        "DestUniqueid: " + visitor.id,
        "DialStatus: ANSWER");
    tell("Event: BridgeEnter", "BridgeUniqueid: " + agent.bridge, "Uniqueid: " + visitor.id);
    tell("Event: BridgeEnter", "BridgeUniqueid: " + agent.bridge, "Uniqueid: " + agent.id);
    later(
        () -> {
          end(visitor, 16, "Normal Clearing", 0);
          end(agent, 16, "Normal Clearing", 0);
        });
  }

  /** And with an agent the visitor, who is then alone. */
  private void hangUp(String channelId) {
    Channel channel = channels.get(channelId);
    if (channel == null) {
      return;
    }
    List.copyOf(channels.values()).stream()
        .filter(other -> other.attempt.equals(channel.attempt) && other != channel)
        .forEach(other -> end(other, 16, "Normal Clearing", 0));
    end(channel, 16, "Normal Clearing", 0);
  }

  private void end(Channel channel, int cause, String words, int status) {
    if (channels.remove(channel.id, channel)) {
      tell(
          "Event: Hangup",
          "Channel: " + channel.name,
          "Uniqueid: " + channel.id,
          "Linkedid: " + channel.attempt,
          "Cause: " + cause,
          "Cause-txt: " + words,
          "TechCause: " + status);
    }
  }

  // ---- the wire ----

  private void tell(String... lines) {
    String event = text(lines);
    List.copyOf(connections).forEach(socket -> write(socket, event));
  }

  private static void answer(Socket socket, String id, String response, String... lines) {
    List<String> all = new ArrayList<>(List.of("Response: " + response, "ActionID: " + id));
    all.addAll(List.of(lines));
    write(socket, text(all.toArray(String[]::new)));
  }

  private static String text(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static void write(Socket socket, String text) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException cut) {
      quietly(socket);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // Closed is what it should be.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "loopback-ami");
    thread.setDaemon(true);
    thread.start();
  }
}
