package org.ringfence.widget;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds the visitor's address. What {@code X-Forwarded-For} says counts only as far as each hop
 * that vouches for it is a proxy the operator named; everybody else could write anything there.
 */
final class ClientAddress {
  /** Nobody puts more proxies in a row. */
  private static final int MOST_HOPS = 16;

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

  private final List<Network> trusted;

  /**
   * Reads which proxies are believed.
   *
   * @param proxies networks or addresses, separated by commas; empty when visitors connect directly
   */
  ClientAddress(String proxies) {
    trusted =
        Arrays.stream(proxies.split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Network::parse)
            .toList();
  }

  /**
   * The visitor's address.
   *
   * @param peer who opened the connection
   * @param forwarded all values of the header in order
   * @return an IPv4 address, or the first 64 bits of an IPv6 address: one customer has them all
   */
  String of(String peer, List<String> forwarded) {
    byte[] address = literal(peer);
    List<String> hops = new ArrayList<>();
    forwarded.forEach(value -> hops.addAll(Arrays.asList(value.split(",", -1))));
    for (int i = hops.size() - 1;
        i >= Math.max(0, hops.size() - MOST_HOPS) && trusts(address);
        i--) {
      byte[] before = literal(withoutPort(hops.get(i).strip()));
      if (before.length == 0) {
        break;
      }
      address = before;
    }
    return subject(address);
  }

  private boolean trusts(byte[] address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  private static String subject(byte[] address) {
    StringBuilder text = new StringBuilder(address.length == 16 ? "v6 " : "v4 ");
    for (int i = 0; i < Math.min(address.length, 8); i++) {
      text.append(Integer.toHexString(address[i] & 255)).append('.');
    }
    return text.toString();
  }

  /** Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[") && hop.contains("]")) {
      return hop.substring(1, hop.indexOf(']'));
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  /** Empty for what is no address; a name is never looked up. IPv4 within IPv6 is IPv4. */
  private static byte[] literal(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    int zone = plain.indexOf('%');
    plain = zone < 0 ? plain : plain.substring(0, zone);
    if (!IPV4.matcher(plain).matches() && !IPV6.matcher(plain).matches()) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(plain).getAddress();
    } catch (UnknownHostException noAddress) {
      return new byte[0];
    }
  }

  private static final class Network {
    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    static Network parse(String text) {
      int slash = text.indexOf('/');
      byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
      int most = address.length * 8;
      int bits = most;
      try {
        bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      } catch (NumberFormatException noLength) {
        bits = -1;
      }
      if (most == 0 || bits < 0 || bits > most) {
        throw new IllegalStateException(
            "ringfence.widget.proxies: "
                + text
                + " is no network. Please write for example 10.0.0.0/8, 2001:db8::/32.");
      }
      return new Network(address, bits);
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 128 >> bit % 8;
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
