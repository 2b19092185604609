package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

class SpecFileTest {
  private static final VmName ACME = VmName.of("rf-acme");
  private static final VmSpec SPEC =
      new VmSpec(
          ACME,
          Template.inDirectory(Path.of("/srv/a b, \"c\" ü/0123456789ab")),
          2,
          384,
          1024,
          VmNetwork.of(Ipv4Interface.parse("10.213.180.10/24"), Ipv4Address.parse("10.213.180.1")));

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    assertThat(SpecFile.parse(SpecFile.text(SPEC), ACME)).contains(SPEC);
  }

  @Test
  void aFileWithoutOurLabelIsNotOurs() throws Exception {
    assertThat(SpecFile.parse("{\"name\":\"rf-acme\"}", ACME)).isEmpty();
  }

  @Test
  void aFileOfAnotherVmIsRefused() {
    assertThatThrownBy(() -> SpecFile.parse(SpecFile.text(SPEC), VmName.of("rf-other")))
        .isInstanceOf(IOException.class)
        .hasMessage("it is that of the VM rf-acme");
  }

  @Test
  void aFileOfAnotherVersionIsRefused() {
    assertThatThrownBy(() -> SpecFile.parse("{\"ringfence-vm\":2}", ACME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another version");
  }

  @Test
  void aFileThatLacksAValueSaysWhich() {
    String text = SpecFile.text(SPEC).replace("\"vcpus\"", "\"cpus\"");
    assertThatThrownBy(() -> SpecFile.parse(text, ACME))
        .isInstanceOf(IOException.class)
        .hasMessage("it has no vcpus");
  }

  @Test
  void aFileThatWasCutIsRefused() {
    String text = SpecFile.text(SPEC);
    assertThatThrownBy(() -> SpecFile.parse(text.substring(0, text.length() / 2), ACME))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aValueThatIsNoneIsRefused() {
    String text = SpecFile.text(SPEC).replace("10.213.180.10/24", "10.213.180.256/24");
    assertThatThrownBy(() -> SpecFile.parse(text, ACME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("four octets");
  }
}
