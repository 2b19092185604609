package org.ringfence.dialer;

/** What a channel's name tells: {@code PJSIP/<endpoint>-<8 hex digits>}. */
final class Channels {
  private Channels() {}

  /** The endpoint; empty when the channel is no SIP channel. */
  static String endpoint(String name) {
    int slash = name.indexOf('/');
    int dash = name.lastIndexOf('-');
    return name.startsWith("PJSIP/") && dash > slash ? name.substring(slash + 1, dash) : "";
  }

  /** The trunk's section name; empty when the channel belongs to no trunk. */
  static String trunk(String name) {
    String endpoint = endpoint(name);
    return endpoint.startsWith("trunk-") ? endpoint : "";
  }
}
