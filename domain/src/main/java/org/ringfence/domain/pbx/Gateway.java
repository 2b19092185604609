package org.ringfence.domain.pbx;

import java.util.Optional;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Port;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.Text;

/**
 * One of a provider's servers. Its text form is {@code host}, {@code host:port} or, with a weight
 * other than 1, {@code host:port 3}.
 *
 * @param port empty means what DNS SRV or the standard says
 * @param weight its share of calls where they are spread by weight, 1 to 100
 */
public record Gateway(SipHost host, Optional<Port> port, int weight) {
  public Gateway {
    if (weight < 1 || weight > 100) {
      throw new InvalidValue("A weight is a number from 1 to 100, for example sip.example.com 3.");
    }
  }

  public static Gateway parse(String text) {
    String[] words = Text.trimmed("The server", text).split("\\s+", -1);
    if (words.length > 2) {
      throw new InvalidValue(
          "Please write one server per line: name, port and weight, for example sip.example.com:5060 3.");
    }
    int colon = words[0].lastIndexOf(':');
    SipHost host = new SipHost(colon < 0 ? words[0] : words[0].substring(0, colon));
    Optional<Port> port =
        colon < 0
            ? Optional.empty()
            : Optional.of(new Port(Numbers.parse(words[0].substring(colon + 1))));
    return new Gateway(host, port, words.length == 1 ? 1 : Numbers.parse(words[1]));
  }

  @Override
  public String toString() {
    return host + port.map(each -> ":" + each).orElse("") + (weight == 1 ? "" : " " + weight);
  }
}
