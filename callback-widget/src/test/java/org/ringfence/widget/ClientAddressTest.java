package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  private final ClientAddress addresses = new ClientAddress("10.0.0.0/8, 2001:db8:ffff::/48");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Whoever connects directly may write what he likes.
        "192.0.2.1|198.51.100.7|v4 c0.0.2.1.",
        // The operator's proxy is believed, and so is the one before it.
        "10.1.2.3|198.51.100.7|v4 c6.33.64.7.",
        "10.1.2.3|203.0.113.9, 198.51.100.7, 10.9.9.9|v4 c6.33.64.7.",
        "10.1.2.3|198.51.100.7:4711|v4 c6.33.64.7.",
        "2001:db8:ffff::1|[2001:db8:1:2:3:4:5:6]:99|v6 20.1.d.b8.0.1.0.2.",
        // Nothing usable: the proxy itself.
        "10.1.2.3|unknown|v4 a.1.2.3.",
        "10.1.2.3|''|v4 a.1.2.3.",
        "::ffff:192.0.2.1|''|v4 c0.0.2.1.",
      })
  void onlyTrustedProxiesAreBelieved(String peer, String forwarded, String expected) {
    assertThat(addresses.of(peer, List.of(forwarded))).isEqualTo(expected);
  }

  @Test
  void allAddressesOfOneIpv6CustomerAreOne() {
    assertThat(addresses.of("2001:db8:1:2::1", List.of()))
        .isEqualTo(addresses.of("2001:db8:1:2:ffff::9", List.of()))
        .isNotEqualTo(addresses.of("2001:db8:1:3::1", List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8"})
  void aProxyThatIsNoNetworkIsRefusedAtTheStart(String text) {
    assertThatThrownBy(() -> new ClientAddress(text)).hasMessageContaining(text);
  }
}
