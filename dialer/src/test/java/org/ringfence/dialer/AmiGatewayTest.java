package org.ringfence.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Ipv4;
import org.ringfence.domain.Secret;

class AmiGatewayTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\rb",
        "a\nb",
        "a\r\nAction: Command",
        "a\0b",
        "\t",
        "\u007f",
        "\u0085",
        "\u2028"
      })
  void aValueThatCouldBeginALineIsRefused(String value) {
    assertThatThrownBy(() -> AmiGateway.safe(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PJSIP/101", "<+442079460100>", "Müller 北京"})
  void everyOtherValueStaysAsItIs(String value) {
    assertThat(AmiGateway.safe(value)).isEqualTo(value);
  }

  @Test
  void aPbxThatRefusesTheConnectionIsUnavailable() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }

    assertThatThrownBy(
            () ->
                new AmiGateway(unused)
                    .connect(new Ipv4("127.0.0.1"), new Secret("secret"), event -> {}))
        .isInstanceOf(AmiUnavailable.class)
        .hasMessage("the PBX does not answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PJSIP/trunk-11111111-0000000b", "PJSIP/101-00000001", "Local/1@x-1;2"})
  void aChannelsNameTellsItsTrunk(String name) {
    assertThat(Channels.trunk(name)).isEqualTo(name.contains("trunk") ? "trunk-11111111" : "");
  }
}
