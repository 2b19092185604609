package org.ringfence.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a PBX saw when it examined a trunk. Lines that it does not know are left out: a PBX may be
 * of an older or a newer version, and a far end may have brought any text into a message.
 *
 * @param names what DNS said, in order
 * @param services SRV records
 * @param ports which TCP ports answered
 * @param handshakes over TLS
 * @param registration Asterisk's word for it; empty when nothing was registered
 * @param calls the test calls, in order
 * @param sound of the call that was answered
 * @param messages between the PBX and the provider, in order
 * @param asteriskDown whether there was nobody to ask
 */
public record Evidence(
    List<Name> names,
    List<Service> services,
    List<Port> ports,
    List<Handshake> handshakes,
    String registration,
    List<Call> calls,
    Optional<Sound> sound,
    List<SipText> messages,
    boolean asteriskDown) {
  private static final int MOST_MESSAGES = 200;

  /**
   * What DNS said about a name: {@code a} with an address, {@code nxdomain}, {@code none}, {@code
   * silent}.
   */
  public record Name(String answer, String name, String address) {}

  /** An SRV record. */
  public record Service(String name, int port, String target) {}

  /** A TCP port: {@code open}, {@code refused} or {@code silent}. */
  public record Port(String address, int port, String state) {}

  /** A TLS handshake; texts of the certificate are as OpenSSL writes them, or empty. */
  public record Handshake(
      String address, int port, boolean agreed, String subject, String expires, String names) {}

  /** A test call: in the trunk's own number format, or another one, from a message on. */
  public record Call(String form, int from) {}

  /** Packets of sound in the test call. */
  public record Sound(long received, long sent) {}

  public Evidence {
    names = List.copyOf(names);
    services = List.copyOf(services);
    ports = List.copyOf(ports);
    handshakes = List.copyOf(handshakes);
    calls = List.copyOf(calls);
    messages = List.copyOf(messages);
  }

  /** Reads a report. */
  public static Evidence parse(String report) {
    Reader reader = new Reader();
    report.lines().forEach(reader::line);
    return reader.done();
  }

  /** Addresses of the provider that DNS gave. */
  List<String> addresses() {
    return names.stream().map(Name::address).filter(address -> !address.isEmpty()).toList();
  }

  Stream<SipText> requests(String method) {
    return messages.stream()
        .filter(message -> !message.isAnswer() && message.method().equals(method));
  }

  /** Answers that came to our requests of this kind. */
  Stream<SipText> answers(String method) {
    return messages.stream()
        .filter(message -> message.isAnswer() && !message.outgoing())
        .filter(message -> message.method().equals(method));
  }

  /** Our request that an answer is for. */
  Optional<SipText> requestOf(SipText answer) {
    return messages.stream()
        .filter(each -> each.outgoing() && !each.isAnswer() && each.number() < answer.number())
        .filter(each -> each.transaction().equals(answer.transaction()))
        .reduce((first, later) -> later);
  }

  /** Whether the far end answered anything at all. */
  boolean anyAnswer() {
    return messages.stream().anyMatch(message -> !message.outgoing());
  }

  private static final class Reader {
    private final List<Name> names = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private final List<Handshake> handshakes = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<SipText> messages = new ArrayList<>();
    private String registration = "";
    private Optional<Sound> sound = Optional.empty();
    private boolean down;
    private Optional<String[]> open = Optional.empty();
    private final StringBuilder text = new StringBuilder();

    void line(String line) {
      if (line.startsWith("|")) {
        text.append(line, 1, line.length()).append('\n');
        return;
      }
      close();
      int equals = line.indexOf('=');
      if (equals > 0) {
        String value = line.substring(equals + 1);
        read(line.substring(0, equals), value, value.split(" ", -1));
      }
    }

    private void read(String key, String value, String[] words) {
      switch (key) {
        case "dns" -> {
          if (words.length >= 2) {
            names.add(new Name(words[0], words[1], words.length > 2 ? words[2] : ""));
          }
        }
        case "srv" -> {
          if (words.length == 5) {
            services.add(new Service(words[0], (int) number(words[3]), words[4]));
          }
        }
        case "port" -> {
          if (words.length == 3) {
            ports.add(new Port(words[0], (int) number(words[1]), words[2]));
          }
        }
        case "tls" -> {
          if (words.length == 3) {
            boolean agreed = words[2].equals("agreed");
            handshakes.add(new Handshake(words[0], (int) number(words[1]), agreed, "", "", ""));
          }
        }
        case "subject", "expires", "names" -> certificate(key, value);
        case "registration" -> registration = value;
        case "call" -> {
          if (words.length == 2) {
            calls.add(new Call(words[0], (int) number(words[1])));
          }
        }
        case "audio" -> {
          if (words.length == 2) {
            sound = Optional.of(new Sound(number(words[0]), number(words[1])));
          }
        }
        case "asterisk" -> down = value.equals("down");
        case "message" -> open = words.length == 4 ? Optional.of(words) : Optional.empty();
        default -> {}
      }
    }

    private void certificate(String key, String value) {
      if (handshakes.isEmpty()) {
        return;
      }
      Handshake last = handshakes.remove(handshakes.size() - 1);
      handshakes.add(
          new Handshake(
              last.address(),
              last.port(),
              last.agreed(),
              key.equals("subject") ? value : last.subject(),
              key.equals("expires") ? value : last.expires(),
              key.equals("names") ? value : last.names()));
    }

    private static long number(String text) {
      return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }

    private void close() {
      open.ifPresent(
          words -> {
            if (messages.size() < MOST_MESSAGES && text.length() > 0) {
              messages.add(
                  new SipText(
                      (int) number(words[0]),
                      words[1].equals("out"),
                      words[2],
                      number(words[3]),
                      text.toString().stripTrailing() + "\n"));
            }
          });
      open = Optional.empty();
      text.setLength(0);
    }

    Evidence done() {
      close();
      return new Evidence(
          names, services, ports, handshakes, registration, calls, sound, messages, down);
    }
  }
}
