package org.ringfence.domain.pbx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.InvalidValue;

class TrunkSettingsTest {
  /** Every setting with another value than its default. */
  static final Map<String, String> EVERYTHING =
      Map.ofEntries(
          Map.entry("preset", "sipgate-trunking"),
          Map.entry("gateways", "gw2.example.com:5070 3\n192.0.2.7"),
          Map.entry("weight", "2"),
          Map.entry("gatewayOrder", "BY_WEIGHT"),
          Map.entry("outboundProxy", "proxy.example.com:5080"),
          Map.entry("accountUser", "+4930123"),
          Map.entry("contactUser", "4930123"),
          Map.entry("fromUser", "pilot"),
          Map.entry("fromDomain", "example.net"),
          Map.entry("alsoFrom", "192.0.2.0/24\n198.51.100.1/32"),
          Map.entry("callerIdHeader", "PPI"),
          Map.entry("codecs", "G722 ALAW"),
          Map.entry("dtmf", "INFO"),
          Map.entry("mediaEncryption", "REQUIRED"),
          Map.entry("sessionTimers", "NO"),
          Map.entry("reliableProvisional", "REQUIRED"),
          Map.entry("earlyMedia", "no"),
          Map.entry("qualifySeconds", "0"),
          Map.entry("keepAliveSeconds", "20"),
          Map.entry("registrationSeconds", "600"),
          Map.entry("maxChannels", "4"),
          Map.entry("callsPerSecond", "2"),
          Map.entry("share", "3"),
          Map.entry("minuteCost", "0.012"),
          Map.entry("didFrom", "HEADER"),
          Map.entry("didHeader", "X-Called"));

  @Test
  void everySettingReadsBackFromItsText() {
    TrunkSettings settings = TrunkSettings.of(EVERYTHING);

    assertThat(settings.texts()).isEqualTo(EVERYTHING);
    assertThat(TrunkSettings.of(settings.texts())).isEqualTo(settings);
    assertThat(settings.texts().keySet()).containsExactlyElementsOf(TrunkSettings.names());
  }

  @Test
  void allSettingsButThePresetCountAsDifferences() {
    assertThat(TrunkSettings.of(EVERYTHING).differencesFrom(TrunkSettings.DEFAULT))
        .hasSize(TrunkSettings.names().size() - 1)
        .doesNotContain("preset");
    assertThat(TrunkSettings.DEFAULT.differencesFrom(TrunkSettings.DEFAULT)).isEmpty();
  }

  @Test
  void blankTextMeansTheDefault() {
    assertThat(TrunkSettings.DEFAULT.with("qualifySeconds", " ")).isEqualTo(TrunkSettings.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "gateways, a b c",
    "gateways, host:99999",
    "gateways, host 0",
    "outboundProxy, sip:proxy",
    "contactUser, a@b",
    "fromUser, 'a;b'",
    "fromDomain, 'x y'",
    "alsoFrom, 0.0.0.0/0",
    "callerIdHeader, Contact",
    "codecs, mp3",
    "earlyMedia, perhaps",
    "qualifySeconds, 1",
    "registrationSeconds, 5",
    "maxChannels, -1",
    "callsPerSecond, 5000",
    "preset, ../x",
    "didFrom, Via",
    "didHeader, 'X-Called: 1'",
    "unheard, of"
  })
  void whatIsNoValueOfASettingIsRefused(String name, String text) {
    assertThatThrownBy(() -> TrunkSettings.check(name, text)).isInstanceOf(InvalidValue.class);
  }
}
