package org.ringfence.dialer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.pbx.ExtensionNumber;

/**
 * One Asterisk with its manager interface, as far as the dialer can tell: channels, bridges, and
 * connections that can be cut. The people on the phones are moved by the tests.
 */
final class FakePbx implements AmiConnector {
  final List<AttemptId> originated = new ArrayList<>();
  final Map<String, LiveChannel> channels = new LinkedHashMap<>();
  final Map<String, String> registrations = new LinkedHashMap<>();
  final Map<String, String> devices = new LinkedHashMap<>();
  final List<String> hungUp = new ArrayList<>();
  boolean reachable = true;
  boolean takesOriginate = true;
  boolean answersPing = true;
  int connections;

  /** What the people of each call are to hear. */
  final Map<AttemptId, Ami.Script> scripts = new HashMap<>();

  /** Which trunks each call is to try first and last. */
  final Map<AttemptId, TrunkChoice.Chosen> ways = new HashMap<>();

  private @Nullable Consumer<AmiEvent> listener;
  private int visitors;

  @Override
  public Ami connect(Ipv4 address, Secret secret, Consumer<AmiEvent> events) throws AmiUnavailable {
    connections++;
    if (!reachable) {
      throw new AmiUnavailable("the PBX does not answer");
    }
    listener = events;
    return new Connection(events);
  }

  private void tell(AmiEvent event) {
    if (listener != null) {
      listener.accept(event);
    }
  }

  /** The connection breaks, and events are lost until there is another one. */
  void cut() {
    Consumer<AmiEvent> before = listener;
    listener = null;
    if (before != null) {
      before.accept(new AmiEvent.Disconnected("cut"));
    }
  }

  /** The connection breaks without anybody being told. */
  void fallSilent() {
    listener = null;
    answersPing = false;
  }

  boolean isConnected() {
    return listener != null;
  }

  void agentRings(AttemptId attempt) {
    String id = attempt.toString();
    channels.put(id, new LiveChannel(id, id, "PJSIP/101-00000001", false, ""));
    tell(new AmiEvent.ChannelCreated(id));
    tell(new AmiEvent.Dialling("", id, "PJSIP/101-00000001"));
  }

  void agentAnswers(AttemptId attempt) {
    String id = attempt.toString();
    channels.put(id, new LiveChannel(id, id, "PJSIP/101-00000001", true, ""));
    tell(new AmiEvent.Dialled("", id, "ANSWER"));
  }

  void agentIsBusy(AttemptId attempt) {
    tell(new AmiEvent.OriginateFailed(attempt.toString(), ""));
    end(attempt.toString(), Samples.BUSY);
  }

  String visitorRings(AttemptId attempt, String trunk) {
    String id = "acme-1795348925." + ++visitors;
    String name = "PJSIP/" + trunk + "-0000000" + visitors;
    channels.put(id, new LiveChannel(id, attempt.toString(), name, false, ""));
    tell(new AmiEvent.Dialling(attempt.toString(), id, name));
    return id;
  }

  void visitorAnswers(AttemptId attempt, String visitor) {
    bridge(attempt.toString());
    bridge(visitor);
    tell(new AmiEvent.Dialled(attempt.toString(), visitor, "ANSWER"));
    tell(new AmiEvent.Bridged(visitor));
    tell(new AmiEvent.Bridged(attempt.toString()));
  }

  private void bridge(String id) {
    channels.computeIfPresent(
        id,
        (key, channel) ->
            new LiveChannel(id, channel.linkedId(), channel.name(), true, "bridge-1"));
  }

  void end(String channelId, HangupCause cause) {
    channels.remove(channelId);
    tell(new AmiEvent.HungUp(channelId, cause));
  }

  void say(AmiEvent event) {
    tell(event);
  }

  /** A whole conversation up to the point where both talk; returns the visitor's channel. */
  String connect(AttemptId attempt) {
    agentRings(attempt);
    agentAnswers(attempt);
    String visitor = visitorRings(attempt, "trunk-11111111");
    visitorAnswers(attempt, visitor);
    return visitor;
  }

  private final class Connection implements Ami {
    private final Consumer<AmiEvent> own;

    Connection(Consumer<AmiEvent> own) {
      this.own = own;
    }

    private void requireOpen() throws AmiUnavailable {
      if (listener != own && answersPing) {
        throw new AmiUnavailable("the connection to the PBX has ended");
      }
    }

    @Override
    public void originate(
        AttemptId attempt,
        ExtensionNumber agent,
        E164 visitor,
        Duration agentRing,
        Duration visitorRing,
        TrunkChoice.Chosen trunks,
        Script script)
        throws AmiUnavailable {
      requireOpen();
      originated.add(attempt);
      scripts.put(attempt, script);
      ways.put(attempt, trunks);
      if (!takesOriginate) {
        throw new AmiUnavailable("broken pipe");
      }
    }

    @Override
    public void hangUp(String channelId) throws AmiUnavailable {
      requireOpen();
      hungUp.add(channelId);
    }

    @Override
    public void askChannels() throws AmiUnavailable {
      requireOpen();
      tell(new AmiEvent.Channels(List.copyOf(channels.values())));
    }

    @Override
    public void askStates() throws AmiUnavailable {
      requireOpen();
      Map.copyOf(registrations)
          .forEach((name, status) -> tell(new AmiEvent.Registration(name, status)));
      Map.copyOf(devices).forEach((device, state) -> tell(new AmiEvent.Device(device, state)));
    }

    @Override
    public void ping() throws AmiUnavailable {
      requireOpen();
      if (answersPing) {
        tell(new AmiEvent.Alive());
      }
    }

    @Override
    public void close() {
      if (listener == own) {
        listener = null;
      }
    }
  }
}
