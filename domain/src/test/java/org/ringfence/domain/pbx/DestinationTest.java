package org.ringfence.domain.pbx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;

class DestinationTest {
  private static final UUID SOME = UUID.fromString("0b7e3f0a-6c1d-4e2f-9a3b-4c5d6e7f8091");

  static Stream<Destination> every() {
    List<Destination> all = new ArrayList<>();
    all.add(Destination.extension(new ExtensionId(SOME)));
    all.add(new Destination.ToVoicemail(new ExtensionId(SOME)));
    all.add(new Destination.ToOutside(new E164("+4930123456")));
    Stream.of(Destination.Ending.values()).map(Destination::end).forEach(all::add);
    Stream.of(HandlingKind.values())
        .map(kind -> new Destination.ToHandling(kind, new HandlingId(SOME)))
        .forEach(all::add);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("every")
  void theTextFormOfADestinationReadsBack(Destination destination) {
    assertThat(Destination.parse(destination.toString())).isEqualTo(destination);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "extension",
        "extension:",
        "extension:101",
        "Extension:0b7e3f0a-6c1d-4e2f-9a3b-4c5d6e7f8091",
        "extension:0b7e3f0a-6c1d-4e2f-9a3b-4c5d6e7f8091 ",
        "ring-group:1-1-1-1-1",
        "RING_GROUP:0b7e3f0a-6c1d-4e2f-9a3b-4c5d6e7f8091",
        "end:",
        "end:BUSY",
        "outside:112",
        "outside:+49${SHELL(id)}",
        "shell:id"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Destination.parse(text)).isInstanceOf(InvalidValue.class);
  }
}
