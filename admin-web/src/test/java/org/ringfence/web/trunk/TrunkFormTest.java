package org.ringfence.web.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.E164;
import org.ringfence.domain.Port;
import org.ringfence.domain.Secret;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.web.form.InvalidForm;

class TrunkFormTest {
  private final TrunkForm form = registration();

  private static TrunkForm registration() {
    TrunkForm form = new TrunkForm();
    form.setName("Example Telecom");
    form.setHost("sip.example.com");
    form.setUsername("acme");
    form.setPassword("s3cret");
    return form;
  }

  private Trunk trunk() {
    return form.toTrunk(Optional.empty(), 1);
  }

  private InvalidForm refusal() {
    return catchThrowableOfType(InvalidForm.class, this::trunk);
  }

  @Test
  void fourAnswersMakeATrunkThatRegistersAndHasEveryDefault() {
    Trunk trunk = trunk();

    assertThat(trunk.access())
        .isEqualTo(new TrunkAccess.Registration("acme", new Secret("s3cret")));
    assertThat(trunk.enabled()).isTrue();
    assertThat(trunk.port()).isEmpty();
    assertThat(trunk.transport()).isEqualTo(Transport.UDP);
    assertThat(trunk.numberFormat()).isEqualTo(NumberFormat.PLUS_E164);
    assertThat(form.differences()).isZero();
  }

  @Test
  void aTrunkByAddressTakesItsSourcesFromLinesAndNeedsNoAccount() {
    form.setAccess(TrunkForm.IP);
    form.setUsername("");
    form.setPassword("");
    form.setSources("192.0.2.10\n198.51.100.0/24, 192.0.2.10");

    assertThat(trunk().access())
        .isEqualTo(
            new TrunkAccess.IpAddress(
                java.util.List.of(
                    SourceRange.parse("192.0.2.10"), SourceRange.parse("198.51.100.0/24")),
                Optional.empty()));
  }

  @Test
  void aTrunkByAddressMayHaveAnAccountToo() {
    form.setAccess(TrunkForm.IP);
    form.setSources("192.0.2.10");

    assertThat(trunk().access())
        .isInstanceOfSatisfying(
            TrunkAccess.IpAddress.class,
            access ->
                assertThat(access.credentials())
                    .contains(new TrunkAccess.Registration("acme", new Secret("s3cret"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a host!! :999999",
        "sip.example.com\n[evil]\ntype=endpoint",
        "sip.example.com\r",
        "sip.example.com:5060",
        "sip example com",
        "",
        "999.1.1.1",
        "sip.example.com;transport=tcp",
        "\u202Emoc.elpmaxe"
      })
  void whatIsNoHostIsRefusedAtTheHost(String host) {
    form.setHost(host);

    assertThat(refusal().sentences()).containsOnlyKeys("host");
  }

  @Test
  void aLineBreakInTheHostIsNamedInTheSentence() {
    form.setHost("sip.example.com\nevil");

    assertThat(refusal().firstSentence()).contains("U+000A").contains("line break");
  }

  @Test
  void everyRefusedFieldHasItsSentenceInTheOrderOfTheForm() {
    form.setName(" ");
    form.setHost("a b");
    form.setUsername("a b");
    form.setPassword("");
    form.setPort("99999");
    form.setCallerId("nobody");
    form.setIncomingTo("0");

    assertThat(refusal().sentences().keySet())
        .containsExactly("name", "host", "username", "password", "port", "callerId", "incomingTo");
    assertThat(refusal().sentences().values()).allMatch(sentence -> sentence.endsWith("."));
  }

  @Test
  void anEmptyPasswordKeepsTheStoredOneAndATypedOneReplacesIt() {
    Trunk stored = trunk();
    TrunkForm edit = TrunkForm.of(stored);
    assertThat(edit.getPassword()).isEmpty();

    assertThat(edit.toTrunk(Optional.of(stored), 1)).isEqualTo(stored);

    edit.setPassword("another");
    assertThat(edit.toTrunk(Optional.of(stored), 1).access())
        .isEqualTo(new TrunkAccess.Registration("acme", new Secret("another")));
  }

  @Test
  void aStoredTrunkGoesThroughTheFormUnchanged() {
    form.setAccess(TrunkForm.IP);
    form.setSources("192.0.2.0/24");
    form.setPort("5080");
    form.setTransport("TCP");
    form.setNumberFormat("NATIONAL");
    form.setCallerId("+49 (30) 123-456");
    form.setIncomingTo("101");
    form.setEnabled(false);
    Trunk stored = trunk();
    assertThat(stored.port()).contains(new Port(5080));
    assertThat(stored.callerId()).contains(new E164("+4930123456"));

    TrunkForm edit = TrunkForm.of(stored);

    assertThat(edit.toTrunk(Optional.of(stored), stored.position())).isEqualTo(stored);
    assertThat(edit.differences()).isEqualTo(4);
  }

  @Test
  void anUnknownChoiceIsRefusedWithTheKnownOnes() {
    form.setTransport("CARRIER PIGEON");
    form.setAccess("magic");

    assertThat(refusal().sentences())
        .containsEntry("transport", "Please choose one of UDP, TCP, TLS.")
        .containsEntry("access", "Please choose registration or ip.");
  }

  @Test
  void aMenusMissingChoiceIsNoChoice() {
    form.setIncomingTo(null);

    assertThat(trunk().incomingTo()).isEmpty();
  }

  @Test
  void aFieldLeftEmptyIsNotRefusedBeforeSavingWhereEmptyMeansSomething() {
    for (String field : java.util.List.of("password", "port", "callerId")) {
      assertThatCode(() -> java.util.Objects.requireNonNull(TrunkForm.RULES.get(field)).accept(""))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void noSecretIsInWhatARefusalSays() {
    form.setPassword("s3cret\nline");

    assertThat(refusal().getMessage()).doesNotContain("s3cret");
  }
}
