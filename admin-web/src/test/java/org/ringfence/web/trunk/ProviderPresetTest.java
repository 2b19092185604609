package org.ringfence.web.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.domain.pbx.CallerIdHeader;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.Trunk;

class ProviderPresetTest {
  static List<ProviderPreset> presets() {
    return ProviderPreset.ALL;
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyFactHasASourceAndADay(ProviderPreset preset) {
    assertThat(preset.sources()).isNotEmpty().allMatch(source -> source.startsWith("https://"));
    assertThat(preset.read()).isAfter("2026-01-01");
    assertThat(preset.settings().preset()).isEqualTo(preset.id());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aFormFilledByAPresetDiffersFromItInNothing(ProviderPreset preset) {
    TrunkForm form = new TrunkForm();
    form.replace(Optional.empty(), Optional.of(preset));

    assertThat(form.differences()).isZero();
    form.set("qualifySeconds", "60");
    assertThat(form.differences()).isEqualTo(1);
  }

  @Test
  void aPresetLeavesOnlyWhatTheProviderCannotKnow() {
    TrunkForm form = new TrunkForm();
    form.replace(Optional.empty(), ProviderPreset.find("sipgate-trunking"));
    form.setName("Berlin");
    form.setUsername("1234567t0");
    form.setPassword("s3cret");

    Trunk trunk = form.toTrunk(Optional.empty(), 1);

    assertThat(trunk.host().value()).isEqualTo("sipconnect.sipgate.de");
    assertThat(trunk.numberFormat()).isEqualTo(NumberFormat.E164);
    assertThat(trunk.settings().callerIdHeader()).isEqualTo(CallerIdHeader.PPI);
  }

  @Test
  void whatAPresetFilledGoesWithItAndWhatAPersonTypedStays() {
    TrunkForm form = new TrunkForm();
    form.setName("Berlin");
    form.setHost("berlin.pstn.twilio.com");
    form.replace(Optional.empty(), ProviderPreset.find("twilio-elastic"));
    assertThat(form.isByRegistration()).isFalse();
    assertThat(form.getHost()).isEqualTo("berlin.pstn.twilio.com");

    form.replace(ProviderPreset.find("twilio-elastic"), ProviderPreset.find("sipgate-trunking"));
    assertThat(form.isByRegistration()).isTrue();
    assertThat(form.getSources()).isEmpty();
    assertThat(form.getHost()).isEqualTo("sipconnect.sipgate.de");

    form.replace(ProviderPreset.find("sipgate-trunking"), Optional.empty());
    assertThat(form.getName()).isEqualTo("Berlin");
    assertThat(form.getHost()).isEmpty();
    assertThat(form.getSettings()).isEqualTo(new TrunkForm().getSettings());
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
