package org.ringfence.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Ipv4;

class TenantNetworkTest {
  private final TenantNetwork network = TenantNetwork.parse("10.213.180.0/24");

  @Test
  void theHostHasTheFirstAddress() {
    assertThat(network.host()).isEqualTo(new Ipv4("10.213.180.1"));
  }

  @Test
  void vmsGetTheLowestFreeAddressFromTenOn() {
    assertThat(network.firstFree(Set.of())).contains(new Ipv4("10.213.180.10"));
    assertThat(network.firstFree(Set.of(new Ipv4("10.213.180.10"), new Ipv4("10.213.180.12"))))
        .contains(new Ipv4("10.213.180.11"));
  }

  @Test
  void theLastVmAddressIsTheOneBeforeTheBroadcastAddress() {
    Set<Ipv4> taken = new HashSet<>();
    Optional<Ipv4> last = Optional.empty();
    for (Optional<Ipv4> next = network.firstFree(taken);
        next.isPresent();
        next = network.firstFree(taken)) {
      last = next;
      taken.add(next.get());
    }
    assertThat(last).contains(new Ipv4("10.213.180.254"));
    assertThat(taken).hasSize(245).hasSize(network.capacity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.213.180.1/24",
        "10.213.180.0",
        "10.213.180.0/8",
        "10.213.180.0/29",
        "10.213.180.0/x",
        "10.213.180.0/24/1",
        "ten/24",
        ""
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> TenantNetwork.parse(text)).isInstanceOf(InvalidValue.class);
  }
}
