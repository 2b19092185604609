package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;

class VmDirectoryTest {
  private static final VmName ACME = VmName.of("rf-acme");

  @TempDir private Path root;

  @Test
  void theDataDiskTakesNoSpaceBeforeItIsUsed() throws Exception {
    directory().create(spec(1024));
    Path data = root.resolve("rf-acme/data.raw");
    assertThat(Files.size(data)).isEqualTo(1024L << 20);
    assertThat(blocks(data)).isZero();
  }

  @Test
  void aLargerSpecificationKeepsTheData() throws Exception {
    directory().create(spec(16));
    Path data = root.resolve("rf-acme/data.raw");
    Files.write(data, new byte[] {1, 2, 3});
    directory().replace(spec(32));
    assertThat(Files.size(data)).isEqualTo(32L << 20);
    try (java.io.InputStream in = Files.newInputStream(data)) {
      assertThat(in.readNBytes(4)).containsExactly(1, 2, 3, 0);
    }
  }

  @Test
  void aConsoleThatGrewTooLargeKeepsItsEnd() throws Exception {
    directory().create(spec(16));
    Path console = root.resolve("rf-acme/console.log");
    Files.writeString(console, "x".repeat(10_000) + "the end");
    directory().boundConsole(4096);
    assertThat(Files.size(console)).isEqualTo(1024);
    assertThat(directory().console(7)).isEqualTo("the end");
  }

  @Test
  void aConsoleThatIsSmallIsLeftAsItIs() throws Exception {
    directory().create(spec(16));
    Files.writeString(root.resolve("rf-acme/console.log"), "all of it");
    directory().boundConsole(4096);
    assertThat(directory().console(4096)).isEqualTo("all of it");
  }

  @Test
  void onlyWhatIsOursHasANameHere() throws Exception {
    directory().create(spec(16));
    Files.createDirectory(root.resolve("other"));
    Files.createDirectory(root.resolve(".new-rf-half"));
    Files.createDirectory(root.resolve(".gone-rf-old"));
    Files.createDirectory(root.resolve(".new-NOT A NAME"));
    Files.createDirectory(root.resolve(".empty"));
    assertThat(VmDirectory.names(root))
        .containsExactly(ACME, VmName.of("rf-half"), VmName.of("rf-old"));
  }

  @Test
  void beforeTheFirstVmThereIsNoDirectoryAndNoName() throws Exception {
    assertThat(VmDirectory.names(root.resolve("not yet"))).isEmpty();
  }

  private static long blocks(Path file) throws Exception {
    Command.Result result =
        Command.run(
            java.util.List.of("stat", "-c", "%b", file.toString()),
            "",
            java.time.Duration.ofSeconds(10));
    return Long.parseLong(result.output());
  }

  private VmDirectory directory() {
    return new VmDirectory(root, ACME);
  }

  private static VmSpec spec(int dataMib) {
    return new VmSpec(
        ACME,
        Template.inDirectory(Path.of("/srv/0123456789ab")),
        1,
        256,
        dataMib,
        VmNetwork.of(Ipv4Interface.parse("10.1.0.10/24"), Ipv4Address.parse("10.1.0.1")));
  }
}
