package org.ringfence.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringfence.hypervisor.HypervisorException.Category;

class DriverConfigTest {
  private static final List<ConfigKey> KEYS =
      List.of(
          ConfigKey.required("ringfence.some.place", "where it is"),
          ConfigKey.optional("ringfence.some.size", "4", "how large it is"),
          ConfigKey.secret("ringfence.some.key", "what opens it"));

  private static final Map<String, String> COMPLETE =
      Map.of("ringfence.some.place", "here", "ringfence.some.key", "hunter2");

  @Test
  void anOptionalSettingFallsBack() {
    DriverConfig config = DriverConfig.of(KEYS, COMPLETE);
    int size = config.get("ringfence.some.size", Integer::parseInt);
    assertThat(size).isEqualTo(4);
    assertThat(config.get("ringfence.some.place")).isEqualTo("here");
  }

  @Test
  void aSecretIsNotShown() {
    assertThat(DriverConfig.of(KEYS, COMPLETE).toString())
        .isEqualTo(
            "DriverConfig ringfence.some.key=[masked] ringfence.some.place=here"
                + " ringfence.some.size=4");
  }

  @Test
  void aMissingSettingIsNamedWithItsMeaning() {
    assertRefused(
        Map.of("ringfence.some.key", "hunter2", "ringfence.some.place", "  "),
        "read the setting ringfence.some.place: it is not set. Set it: where it is.");
  }

  @Test
  void anUnknownSettingIsRefused() {
    assertRefused(
        Map.of("ringfence.some.plaice", "here"),
        "read the setting ringfence.some.plaice: no such setting");
  }

  @Test
  void aValueThatItsParserRefusesIsTheUsersToMend() {
    DriverConfig config = DriverConfig.of(KEYS, COMPLETE);
    assertThatThrownBy(() -> config.get("ringfence.some.place", Integer::parseInt))
        .isInstanceOfSatisfying(
            HypervisorException.class,
            refusal -> assertThat(refusal.category()).isEqualTo(Category.USER))
        .hasMessageContaining("ringfence.some.place")
        .hasMessageContaining("here")
        .hasCauseInstanceOf(NumberFormatException.class);
  }

  @Test
  void aSecretThatItsParserRefusesIsNotShown() {
    DriverConfig config = DriverConfig.of(KEYS, COMPLETE);
    assertThatThrownBy(() -> config.get("ringfence.some.key", Integer::parseInt))
        .hasMessage("read the setting ringfence.some.key: its value is not what it should be")
        .hasNoCause();
  }

  @Test
  void aDriverThatReadsWhatItDidNotDeclareIsFaulty() {
    DriverConfig config = DriverConfig.of(KEYS, COMPLETE);
    assertThatThrownBy(() -> config.get("ringfence.some.other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("configKeys");
  }

  private static void assertRefused(Map<String, String> values, String sentence) {
    assertThatThrownBy(() -> DriverConfig.of(KEYS, values))
        .isInstanceOfSatisfying(
            HypervisorException.class,
            refusal -> assertThat(refusal.category()).isEqualTo(Category.USER))
        .hasMessage(sentence);
  }
}
