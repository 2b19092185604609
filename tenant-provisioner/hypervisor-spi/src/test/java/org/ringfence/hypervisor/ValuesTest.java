package org.ringfence.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final Template TEMPLATE =
      new Template(TemplateDigest.of("0123456789ab"), URI.create("image:0123456789ab"));
  private static final VmNetwork NETWORK =
      VmNetwork.of(Ipv4Interface.parse("10.213.180.10/24"), Ipv4Address.parse("10.213.180.1"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "a-",
        "1a",
        "A",
        "a.b",
        "a/b",
        "..",
        "a b",
        "a\n",
        "a\0",
        "ä",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx"
      })
  void aVmNameThatIsNoDnsLabelIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> VmName.of(text));
    assertThat(VmName.isValid(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "rf-acme", "a1", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"})
  void aDnsLabelIsAVmName(String text) {
    assertThat(VmName.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.-4",
        "1.2.3.4 ",
        "a.b.c.d",
        "1..2.3",
        "1.2.3.99999999999",
        "::1"
      })
  void whatIsNoIpv4AddressIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Address.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "10.213.180.10", "192.0.2.128"})
  void anIpv4AddressIsWrittenAsItWasRead(String text) {
    assertThat(Ipv4Address.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.0.0.1/",
        "10.0.0.1/7",
        "10.0.0.1/31",
        "10.0.0.0/24",
        "10.0.0.255/24",
        "10.0.0.1/+9",
        "10.0.0.1/024"
      })
  void anInterfaceAddressNoHostCanHaveIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Interface.parse(text));
  }

  @Test
  void theHostNumberIsWhatFollowsThePrefix() {
    assertThat(Ipv4Interface.parse("10.213.180.10/24").hostNumber()).isEqualTo(10);
    assertThat(Ipv4Interface.parse("10.213.180.10/16").hostNumber()).isEqualTo(180 * 256 + 10);
    assertThat(Ipv4Interface.parse("192.0.2.129/30").hostNumber()).isEqualTo(1);
  }

  @Test
  void aGatewayOutsideTheNetworkIsRefused() {
    Ipv4Interface address = Ipv4Interface.parse("10.213.180.10/24");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VmNetwork.of(address, Ipv4Address.parse("10.213.181.1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VmNetwork.of(address, Ipv4Address.parse("10.213.180.10")));
  }

  @Test
  void theMacAddressFollowsFromTheAddress() {
    assertThat(NETWORK.mac()).isEqualTo(MacAddress.parse("02:52:46:D5:B4:0A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02:52:46:d5:b4", "02-52-46-d5-b4-0a", "01:52:46:d5:b4:0a", "x"})
  void whatIsNoUnicastMacAddressIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789a", "0123456789AB", "../../../etc/x", "0123456789a\n"})
  void whatIsNoTemplateDigestIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TemplateDigest.of(text));
  }

  @Test
  void aTemplateDirectoryIsNamedForItsDigestWhateverItsPath() {
    Path directory = Path.of("/srv/with space, 100% ü/0123456789ab");
    Template template = Template.inDirectory(directory);
    assertThat(template.digest()).isEqualTo(TemplateDigest.of("0123456789ab"));
    assertThat(Path.of(template.location())).isEqualTo(directory);
  }

  @Test
  void aTemplateDirectoryWithAnotherNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Template.inDirectory(Path.of("/srv/templates")));
    assertThatIllegalArgumentException().isThrownBy(() -> Template.inDirectory(Path.of("/")));
  }

  @Test
  void aTemplateLocationIsAbsolute() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Template(TemplateDigest.of("0123456789ab"), URI.create("image")));
  }

  @Test
  void sizesThatNoVmHasAreRefusedByName() {
    VmName name = VmName.of("rf-acme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VmSpec(name, TEMPLATE, 0, 256, 64, NETWORK))
        .withMessage("vcpus is 1 to 64, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VmSpec(name, TEMPLATE, 1, 63, 64, NETWORK))
        .withMessageStartingWith("memoryMib");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VmSpec(name, TEMPLATE, 1, 256, 15, NETWORK))
        .withMessageStartingWith("dataMib");
  }

  @Test
  void anIdentityDocumentMasksItself() {
    IdentityDocument document = IdentityDocument.of("secret=hunter2\nend\n");
    assertThat(document.toString()).isEqualTo("IdentityDocument[masked]");
    assertThat(document.text()).contains("hunter2");
  }

  @Test
  void anIdentityDocumentFitsTheSmallestChannel() {
    String largest = "x".repeat(IdentityDocument.MOST_BYTES);
    assertThat(IdentityDocument.of(largest).text()).isEqualTo(largest);
    assertThatIllegalArgumentException().isThrownBy(() -> IdentityDocument.of(largest + "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdentityDocument.of("ü".repeat(IdentityDocument.MOST_BYTES - 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> IdentityDocument.of(""));
    assertThatIllegalArgumentException().isThrownBy(() -> IdentityDocument.of("a\0b"));
  }
}
