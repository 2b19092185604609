package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.HypervisorException;
import org.ringfence.hypervisor.HypervisorException.Category;
import org.ringfence.hypervisor.VmName;

class FailuresTest {
  private static final VmName ACME = VmName.of("rf-acme");

  @Test
  void aFullPoolIsAMatterOfResources() {
    assertThat(
            category(
                EngineException.OPERATION,
                "Failed creating instance from image: write: no space left on device"))
        .isEqualTo(Category.RESOURCES);
  }

  @Test
  void aRangeOfUserIdsThatIsUsedUpIsAMatterOfResources() {
    assertThat(
            category(EngineException.OPERATION, "Not enough uid/gid available for the container"))
        .isEqualTo(Category.RESOURCES);
  }

  @Test
  void aMissingPoolIsTheUsersToMend() {
    HypervisorException failure = failure(404, "Storage pool not found");
    assertThat(failure.category()).isEqualTo(Category.USER);
    assertThat(failure.remedy()).contains("ringfence.incus.pool");
  }

  @Test
  void aCertificateThatIsNotTrustedIsTheUsersToMend() {
    HypervisorException failure = failure(403, "not authorized");
    assertThat(failure.category()).isEqualTo(Category.USER);
    assertThat(failure.remedy()).contains("config trust add");
  }

  @Test
  void aServerThatDoesNotAnswerIsOutsideOfUs() {
    assertThat(category(EngineException.NO_ANSWER, "no answer from [https://192.0.2.7:8443]"))
        .isEqualTo(Category.EXTERNAL);
  }

  @Test
  void anOfflineMemberIsOutsideOfUsAndNamed() {
    HypervisorException failure = failure(503, "Cluster member \"two\" is offline");
    assertThat(failure.category()).isEqualTo(Category.EXTERNAL);
    assertThat(failure).hasMessageContaining("two");
  }

  @Test
  void aRequestThatTheEngineCannotReadIsOurFault() {
    assertThat(category(400, "Invalid devices: Unknown device option"))
        .isEqualTo(Category.INTERNAL);
  }

  @Test
  void aFailureNamesTheVmTheStepAndTheEnginesWords() {
    assertThat(failure(500, "it rains in the server room"))
        .hasMessageContaining("rf-acme")
        .hasMessageContaining("start the VM")
        .hasMessageContaining("it rains in the server room");
  }

  private static Category category(int code, String words) {
    return failure(code, words).category();
  }

  private static HypervisorException failure(int code, String words) {
    return Failures.of(ACME, "start the VM", new EngineException(code, words, null));
  }
}
