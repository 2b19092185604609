package org.ringfence.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Port;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.doctor.Examination;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;

class GuestExaminationsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void anOrderSaysWhereToLookAndInWhichFormsANumberCanBeWritten() {
    assertThat(request("+4930123456", "DE").lines())
        .contains(
            "trunk=trunk-a0000001",
            "host=sip.example.com",
            "port=5070",
            "transport=tcp",
            "proxy=proxy.example.com:5080",
            "registers=no",
            "source=192.0.2.1",
            "source=192.0.2.9",
            "call=4930123456",
            "form=E164 4930123456",
            "form=NATIONAL 030123456")
        .noneMatch(line -> line.startsWith("form=PLUS_E164"))
        .noneMatch(line -> line.contains("198.51.100"));
  }

  @Test
  void nationalNumbersAreWrittenAsInTheirCountryAndForeignOnesAreNone() {
    assertThat(request("+12025550123", "US").lines()).contains("form=NATIONAL 2025550123");
    assertThat(request("+4930123456", "US").lines())
        .noneMatch(line -> line.startsWith("form=NATIONAL"));
  }

  private static String request(String number, String country) {
    Trunk trunk =
        new Trunk(
                new TrunkId(new UUID(0xa000000100000000L, 1)),
                new DisplayName("Provider"),
                new TrunkAccess.IpAddress(
                    List.of(SourceRange.parse("192.0.2.1"), SourceRange.parse("198.51.100.0/24")),
                    Optional.empty()),
                new SipHost("sip.example.com"),
                Optional.of(new Port(5070)),
                Transport.TCP,
                NumberFormat.PLUS_E164,
                Optional.empty(),
                Optional.empty(),
                true,
                1)
            .with(
                TrunkSettings.of(
                    Map.of(
                        "outboundProxy", "proxy.example.com:5080",
                        "gateways", "192.0.2.9:5070\ngw2.example.com")));
    Examination examination =
        Examination.of(trunk.id(), Optional.of(new E164(number)), "anna", NOW);
    return GuestExaminations.request(examination, trunk, Optional.of(new Country(country)));
  }
}
