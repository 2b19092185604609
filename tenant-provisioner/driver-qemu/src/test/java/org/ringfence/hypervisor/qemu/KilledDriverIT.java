package org.ringfence.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.VmStatus;
import org.ringfence.hypervisor.qemu.VmWorker.Task;

/**
 * A process that drives a VM dies after each change that it makes on the host, once after every
 * one. The next process does the same again: then it is done, nothing else is left, and a third
 * time changes nothing. (A disk is put back as often as somebody asks for it.)
 */
class KilledDriverIT {
  private static final VmName ACME = VmName.of("rf-acme");

  private QemuHarness harness;
  private HypervisorDriver driver;
  private VmSpec spec;

  /** With another template version. */
  private VmSpec moved;

  @BeforeEach
  void open() throws IOException {
    harness = new QemuHarness();
    driver = harness.driver();
    spec = harness.spec(ACME, 10);
    Path other = Files.createDirectory(harness.home().resolve("0123456789ab"));
    for (String file : List.of("vmlinuz", "initramfs.img", "root.erofs")) {
      Files.createSymbolicLink(other.resolve(file), QemuHarness.template().resolve(file));
    }
    moved =
        new VmSpec(ACME, Template.inDirectory(other), 1, 256, QemuHarness.DATA_MIB, spec.network());
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CREATE_AND_START", "SAVE_STATE", "STAND_BY", "HAND_OVER"})
  void killedAfterAnyStepItIsDoneByTheNextOne(Task task) throws Exception {
    VmSpec wanted = task == Task.RECONFIGURE ? moved : spec;
    List<String> deaths = new ArrayList<>();
    boolean died = true;
    for (int step = 1; died; step++) {
      prepare(task);
      Process worker = harness.worker(wanted, task.name(), String.valueOf(step)).start();
      String words = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = worker.waitFor();
      assertThat(code).as(words).isIn(VmWorker.DIED, VmWorker.EXIT_CODE);
      died = code == VmWorker.DIED;
      deaths.addAll(died ? words.lines().skip(step - 1L).toList() : List.of());

      task.perform(driver, wanted);
      assertDone(task);
      assertNothingElseIsThere();
      if (task != Task.ROLL_BACK) {
        List<String> changes = new ArrayList<>();
        VmWorker.listening(changes::add, () -> task.perform(driver, wanted));
        assertThat(changes).as("done once more").isEmpty();
      }
    }
    System.out.println(task + " died " + deaths.size() + " times: " + deaths);
    assertThat(deaths).hasSizeGreaterThan(1);
    driver.delete(ACME);
    assertThat(harness.tracesOf(spec)).isEmpty();
  }

  private void prepare(Task task) throws IOException {
    if (task == Task.CREATE) {
      driver.delete(ACME);
      return;
    }
    if (driver.inspect(ACME).isEmpty()) {
      driver.create(spec);
    }
    switch (task) {
      case START -> driver.kill(ACME);
      case RECONFIGURE -> driver.reconfigure(spec);
      case KILL, DELETE -> Task.START.perform(driver, spec);
      case SNAPSHOT -> {
        Task.START.perform(driver, spec);
        ((Snapshots) driver).deleteSnapshot(ACME, VmWorker.MONDAY);
      }
      case ROLL_BACK -> {
        if (((Snapshots) driver).snapshots(ACME).isEmpty()) {
          Task.START.perform(driver, spec);
          driver.kill(ACME);
          harness.write(ACME, "monday");
          Task.SNAPSHOT.perform(driver, spec);
        }
        harness.write(ACME, "today");
      }
      case CREATE, CREATE_AND_START, SAVE_STATE, STAND_BY, HAND_OVER ->
          throw new AssertionError(task);
    }
  }

  private void assertDone(Task task) {
    switch (task) {
      case CREATE, KILL ->
          assertThat(driver.inspect(ACME))
              .contains(new VmStatus.Stopped(ACME, spec.template().digest()));
      case START -> assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
      case RECONFIGURE ->
          assertThat(driver.inspect(ACME))
              .contains(new VmStatus.Stopped(ACME, moved.template().digest()));
      case SNAPSHOT -> {
        assertThat(driver.inspect(ACME)).containsInstanceOf(VmStatus.Running.class);
        assertThat(((Snapshots) driver).snapshots(ACME)).containsExactly(VmWorker.MONDAY);
      }
      case ROLL_BACK -> assertThat(harness.written(ACME)).isEqualTo("monday");
      case DELETE -> assertThat(harness.tracesOf(spec)).isEmpty();
      case CREATE_AND_START, SAVE_STATE, STAND_BY, HAND_OVER -> throw new AssertionError(task);
    }
  }

  /** One directory, or none; a process and a device exactly while it runs. */
  private void assertNothingElseIsThere() {
    List<String> traces = harness.tracesOf(spec);
    boolean runs = driver.inspect(ACME).filter(VmStatus.Running.class::isInstance).isPresent();
    boolean exists = driver.inspect(ACME).isPresent();
    assertThat(traces).as(traces.toString()).hasSize(runs ? 3 : exists ? 1 : 0);
    assertThat(driver.list()).hasSize(exists ? 1 : 0);
  }
}
