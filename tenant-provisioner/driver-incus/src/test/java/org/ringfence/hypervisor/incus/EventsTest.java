package org.ringfence.hypervisor.incus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.hypervisor.VmName;

/** What is read off events, in the shape in which LXD 5.0.2 sent them. */
class EventsTest {
  private static String event(String action, String source) {
    return """
        {"type":"lifecycle","timestamp":"2026-11-30T02:36:19.4Z","location":"two","project":"default",
         "metadata":{"action":"%s","source":"%s","context":{},"requestor":null}}
        """
        .formatted(action, source);
  }

  @Test
  void aContainerThatEndedIsToldOf() {
    assertThat(Events.about(event("instance-shutdown", "/1.0/instances/rf-acme")))
        .contains(VmName.of("rf-acme"));
    assertThat(Events.about(event("instance-stopped", "/1.0/instances/rf-acme?project=default")))
        .contains(VmName.of("rf-acme"));
  }

  @Test
  void whatWeDoOurselvesIsNot() {
    assertThat(Events.about(event("instance-started", "/1.0/instances/rf-acme"))).isEmpty();
    assertThat(Events.about(event("instance-updated", "/1.0/instances/rf-acme"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "{\"metadata\":{\"action\":\"instance-stopped\"}}",
        "{\"metadata\":{\"action\":\"instance-stopped\",\"source\":\"/1.0/images/f00\"}}",
        "{\"metadata\":{\"action\":\"instance-stopped\",\"source\":\"/1.0/instances/No_Vm\"}}"
      })
  void whatIsNoEventOfAVmIsLeftOut(String text) {
    assertThat(Events.about(text)).isEmpty();
  }
}
