package org.ringfence.web.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.pbx.CallerIdHeader;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Trunk;

class ProviderPresetTest {
  static java.util.List<ProviderPreset> presets() {
    return ProviderPreset.ALL;
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyFactHasASourceAndADay(ProviderPreset preset) {
    assertThat(preset.source()).startsWith("https://");
    assertThat(preset.read()).isAfter("2026-01-01");
    assertThat(preset.settings().preset()).isEqualTo(preset.id());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aFormFilledByAPresetDiffersFromItInNothing(ProviderPreset preset) {
    TrunkForm form = new TrunkForm();
    form.take(preset);

    assertThat(form.differences()).isZero();
    form.set("qualifySeconds", "60");
    assertThat(form.differences()).isEqualTo(1);
  }

  @Test
  void aPresetLeavesOnlyWhatTheProviderCannotKnow() {
    TrunkForm form = new TrunkForm();
    form.take(ProviderPreset.find("sipgate-trunking").orElseThrow());
    form.setName("Berlin");
    form.setUsername("1234567t0");
    form.setPassword("s3cret");

    Trunk trunk = form.toTrunk(Optional.empty(), 1);

    assertThat(trunk.host().value()).isEqualTo("sipconnect.sipgate.de");
    assertThat(trunk.numberFormat()).isEqualTo(NumberFormat.E164);
    assertThat(trunk.settings().callerIdHeader()).isEqualTo(CallerIdHeader.PPI);
  }

  @Test
  void aSettingThatIsNoneIsRefusedAtItsField() {
    Objects.requireNonNull(TrunkForm.RULES.get("maxChannels")).accept("");
    TrunkForm form = new TrunkForm();
    form.set("maxChannels", "many");

    var refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            org.ringfence.web.form.InvalidForm.class, () -> form.toTrunk(Optional.empty(), 1));

    assertThat(refused.sentences()).containsKey("maxChannels");
  }
}
