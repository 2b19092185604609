package org.ringfence.dialer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.DefaultManagerConnection;
import org.asteriskjava.manager.ResponseEvents;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.AbstractManagerAction;
import org.asteriskjava.manager.action.CoreShowChannelsAction;
import org.asteriskjava.manager.action.HangupAction;
import org.asteriskjava.manager.action.ManagerAction;
import org.asteriskjava.manager.action.OriginateAction;
import org.asteriskjava.manager.action.PingAction;
import org.asteriskjava.manager.event.BridgeEnterEvent;
import org.asteriskjava.manager.event.CoreShowChannelEvent;
import org.asteriskjava.manager.event.DeviceStateChangeEvent;
import org.asteriskjava.manager.event.DialBeginEvent;
import org.asteriskjava.manager.event.DialEndEvent;
import org.asteriskjava.manager.event.DialStateEvent;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.HangupEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.NewChannelEvent;
import org.asteriskjava.manager.event.OriginateResponseEvent;
import org.asteriskjava.manager.event.RegistryEvent;
import org.asteriskjava.manager.event.UserEvent;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.E164;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.callback.TrunkChoice;
import org.ringfence.domain.pbx.ExtensionNumber;

/**
 * Speaks AMI by asterisk-java's {@code manager} package; nothing else in Ringfence knows that
 * library.
 *
 * <p>One connection object serves one connection: the library's own reconnecting is stopped,
 * because what was going on has to be looked up before anything is sent again. The library writes
 * values as they are, so values that could end a line are refused here.
 */
final class AmiGateway implements AmiConnector {
  private static final String ACCOUNT = "ringfence";
  private static final String EVENTS = "system,call,user";
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final int port;

  AmiGateway(int port) {
    this.port = port;
  }

  @Override
  public Ami connect(Ipv4 address, Secret secret, Consumer<AmiEvent> events) throws AmiUnavailable {
    DefaultManagerConnection connection =
        new DefaultManagerConnection(address.value(), port, ACCOUNT, secret.reveal());
    connection.setSocketTimeout((int) CONNECT.toMillis());
    connection.setDefaultResponseTimeout(ANSWER.toMillis());
    connection.setKeepAliveAfterAuthenticationFailure(false);
    connection.registerUserEventClass(HangupWithSipStatus.class);
    connection.registerUserEventClass(OutboundRegistrationDetail.class);
    connection.registerUserEventClass(AuthDetail.class);
    connection.registerUserEventClass(RingfenceScriptEvent.class);
    Connection listening = new Connection(connection, events);
    connection.addEventListener(listening::on);
    try {
      connection.login(EVENTS);
      return listening;
    } catch (AuthenticationFailedException refused) {
      throw new AmiUnavailable("the PBX does not accept the dialer's secret", refused);
    } catch (TimeoutException | IOException | RuntimeException unreachable) {
      throw new AmiUnavailable("the PBX does not answer", unreachable);
    }
  }

  /** Refuses what would begin a new line, and with it a header or an action of its own. */
  static String safe(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '\u007f' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
        throw new IllegalArgumentException(
            String.format("a value for AMI contains the control character U+%04X", (int) c));
      }
    }
    return value;
  }

  /** One connection, from login to its end. */
  private static final class Connection implements Ami {
    private final DefaultManagerConnection connection;
    private final Consumer<AmiEvent> events;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Connection(DefaultManagerConnection connection, Consumer<AmiEvent> events) {
      this.connection = connection;
      this.events = events;
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
      String id = attempt.toString();
      OriginateAction action = new OriginateAction();
      action.setChannel(safe("PJSIP/" + agent));
      action.setContext("callback");
      action.setExten(safe(visitor.digits()));
      action.setPriority(1);
      action.setAsync(true);
      action.setChannelId(safe(id));
      action.setCallerId(safe("<" + visitor + ">"));
      action.setTimeout(agentRing.toMillis());
      action.setVariable("RINGFENCE_ATTEMPT", safe(id));
      action.setVariable("RINGFENCE_RING_SECONDS", Long.toString(visitorRing.toSeconds()));
      if (!trunks.first().isEmpty()) {
        action.setVariable("RINGFENCE_FIRST", safe(String.join("/", trunks.first())));
      }
      if (!trunks.last().isEmpty()) {
        action.setVariable("RINGFENCE_LAST", safe(String.join("/", trunks.last())));
      }
      script.ad().ifPresent(ad -> action.setVariable("RINGFENCE_AD", safe(ad.toString())));
      script
          .prompt()
          .ifPresent(prompt -> action.setVariable("RINGFENCE_PROMPT", safe(prompt.toString())));
      send(
          action,
          response -> {
            if (response instanceof ManagerError error) {
              tell(new AmiEvent.OriginateFailed(id, text(error.getMessage())));
            }
          });
    }

    @Override
    public void hangUp(String channelId) throws AmiUnavailable {
      send(new HangupAction(safe(channelId)), response -> {});
    }

    @Override
    public void askChannels() throws AmiUnavailable {
      requireOpen();
      try {
        connection.sendEventGeneratingAction(
            new CoreShowChannelsAction(), responses -> channels(responses));
      } catch (IOException | RuntimeException unsent) {
        throw new AmiUnavailable("the PBX does not answer", unsent);
      }
    }

    private void channels(@Nullable ResponseEvents responses) {
      // Without a complete answer nothing may be concluded from a channel that is missing in it.
      if (responses == null
          || responses.getResponse() == null
          || responses.getResponse() instanceof ManagerError) {
        return;
      }
      List<LiveChannel> channels = new ArrayList<>();
      responses
          .getEvents()
          .forEach(
              event -> {
                if (event instanceof CoreShowChannelEvent channel) {
                  channels.add(
                      new LiveChannel(
                          text(channel.getUniqueid()),
                          text(channel.getLinkedid()),
                          text(channel.getChannel()),
                          "Up".equals(channel.getChannelStateDesc()),
                          text(channel.getBridgeid())));
                }
              });
      tell(new AmiEvent.Channels(channels));
    }

    @Override
    public void askStates() throws AmiUnavailable {
      send(new ListAction("PJSIPShowRegistrationsOutbound"), response -> {});
      send(new ListAction("DeviceStateList"), response -> {});
    }

    @Override
    public void ping() throws AmiUnavailable {
      send(new PingAction(), response -> tell(new AmiEvent.Alive()));
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        stop();
      }
    }

    /** Ends it for the library too, which would otherwise connect again by itself. */
    private void stop() {
      try {
        connection.logoff();
      } catch (IllegalStateException alreadyEnded) {
        // Nothing is left to end.
      }
    }

    private void send(ManagerAction action, Consumer<ManagerResponse> answer)
        throws AmiUnavailable {
      requireOpen();
      try {
        connection.sendAction(
            action,
            response -> {
              // Null when the connection ended before the answer came.
              if (response != null) {
                answer.accept(response);
              }
            });
      } catch (IOException | RuntimeException unsent) {
        throw new AmiUnavailable("the PBX does not answer", unsent);
      }
    }

    private void requireOpen() throws AmiUnavailable {
      if (!open.get()) {
        throw new AmiUnavailable("the connection to the PBX has ended");
      }
    }

    private void tell(AmiEvent event) {
      if (open.get()) {
        events.accept(event);
      }
    }

    /** On the library's dispatching thread: translates and hands on, nothing else. */
    void on(ManagerEvent event) {
      if (event instanceof NewChannelEvent created) {
        tell(new AmiEvent.ChannelCreated(text(created.getUniqueId())));
      } else if (event instanceof DialBeginEvent dial) {
        tell(
            new AmiEvent.Dialling(
                text(dial.getUniqueId()),
                text(dial.getDestUniqueId()),
                text(dial.getDestChannel())));
      } else if (event instanceof DialStateEvent dial) {
        String status = text(dial.getDialStatus());
        if (status.equals("RINGING") || status.equals("PROGRESS")) {
          tell(new AmiEvent.Ringing(text(dial.getDestUniqueId())));
        }
      } else if (event instanceof DialEndEvent dial) {
        tell(
            new AmiEvent.Dialled(
                text(dial.getUniqueId()),
                text(dial.getDestUniqueId()),
                text(dial.getDialStatus())));
      } else if (event instanceof BridgeEnterEvent bridge) {
        tell(new AmiEvent.Bridged(text(bridge.getUniqueId())));
      } else if (event instanceof HangupWithSipStatus hangup) {
        tell(new AmiEvent.HungUp(text(hangup.getUniqueId()), hangup.why()));
      } else if (event instanceof RingfenceScriptEvent script) {
        tell(
            new AmiEvent.Script(
                text(script.getAttempt()), text(script.getUniqueId()), text(script.getWhat())));
      } else if (event instanceof OriginateResponseEvent response) {
        if (!"Success".equals(response.getResponse())) {
          tell(new AmiEvent.OriginateFailed(text(response.getUniqueId()), ""));
        }
      } else if (event instanceof OutboundRegistrationDetail registration) {
        tell(
            new AmiEvent.Registration(
                text(registration.getObjectName()), text(registration.getStatus())));
      } else if (event instanceof RegistryEvent) {
        tell(new AmiEvent.RegistrationsChanged());
      } else if (event instanceof DeviceStateChangeEvent device) {
        tell(new AmiEvent.Device(text(device.getDevice()), text(device.getState())));
      } else if (event instanceof DisconnectEvent) {
        tell(new AmiEvent.Disconnected("the PBX ended the connection"));
        open.set(false);
        stop();
      }
    }

    private static String text(@Nullable String text) {
      return text == null ? "" : text;
    }
  }

  /** An action without parameters whose answer is a list of events. */
  private static final class ListAction extends AbstractManagerAction {
    private static final long serialVersionUID = 1L;
    private final String name;

    ListAction(String name) {
      this.name = name;
    }

    @Override
    public String getAction() {
      return name;
    }
  }

  /** The library's event does not know TechCause, the SIP status (Asterisk 22.9 and later). */
  @AsteriskMapping("Hangup")
  public static final class HangupWithSipStatus extends HangupEvent {
    private static final long serialVersionUID = 1L;
    private int techCause;

    public HangupWithSipStatus(Object source) {
      super(source);
    }

    public void setTechCause(String techCause) {
      this.techCause = techCause.matches("[0-9]{3}") ? Integer.parseInt(techCause) : 0;
    }

    HangupCause why() {
      Integer cause = getCause();
      String name = getCauseTxt();
      return new HangupCause(cause == null ? 0 : cause, name == null ? "" : name, techCause);
    }
  }

  /** One outbound registration. */
  @AsteriskMapping("OutboundRegistrationDetail")
  public static final class OutboundRegistrationDetail extends ManagerEvent {
    private static final long serialVersionUID = 1L;
    private @Nullable String objectName;
    private @Nullable String status;

    public OutboundRegistrationDetail(Object source) {
      super(source);
    }

    public @Nullable String getObjectName() {
      return objectName;
    }

    public void setObjectName(String objectName) {
      this.objectName = objectName;
    }

    public @Nullable String getStatus() {
      return status;
    }

    public void setStatus(String status) {
      this.status = status;
    }
  }

  /** What the dialplan tells of ads and prompts: {@code UserEvent(RingfenceScript,...)}. */
  @AsteriskMapping("UserEventRingfenceScript")
  public static final class RingfenceScriptEvent extends UserEvent {
    private static final long serialVersionUID = 1L;
    private @Nullable String attempt;
    private @Nullable String what;

    public RingfenceScriptEvent(Object source) {
      super(source);
    }

    public @Nullable String getAttempt() {
      return attempt;
    }

    public void setAttempt(String attempt) {
      this.attempt = attempt;
    }

    public @Nullable String getWhat() {
      return what;
    }

    public void setWhat(String what) {
      this.what = what;
    }
  }

  /**
   * Comes along with every registration and holds the trunk's password. The library would write an
   * event that it does not know into the log, and so would it a property without a setter.
   */
  @AsteriskMapping("AuthDetail")
  public static final class AuthDetail extends ManagerEvent {
    private static final long serialVersionUID = 1L;

    public AuthDetail(Object source) {
      super(source);
    }

    public void setPassword(String dropped) {}

    public void setPasswordDigest(String dropped) {}

    public void setMd5Cred(String dropped) {}

    public void setOauthSecret(String dropped) {}

    public void setRefreshToken(String dropped) {}
  }
}
