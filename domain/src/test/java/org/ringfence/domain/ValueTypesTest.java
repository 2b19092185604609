package org.ringfence.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.tenant.EmailAddress;
import org.ringfence.domain.tenant.Slug;

class ValueTypesTest {

  /**
   * What ends a line, hides text or turns it around, for whoever reads configuration, AMI or a
   * page.
   */
  private static final List<String> HOSTILE =
      List.of(
          "\r",
          "\n",
          "\r\n",
          "\0",
          "\u0001",
          "\t",
          "\u001b[2J",
          "\u007f",
          "\u0085",
          "\u2028",
          "\u2029",
          "\u202e",
          "\u2066",
          "\ud800");

  private static final List<NamedType> TYPES =
      List.of(
          new NamedType("display name", "Acme", DisplayName::new),
          new NamedType("country", "DE", Country::new),
          new NamedType("E.164 number", "+4930123456", E164::new),
          new NamedType("SIP host", "sip.example.com", SipHost::new),
          new NamedType("IPv4 address", "192.0.2.1", Ipv4::new),
          new NamedType("secret", "correct horse", Secret::new),
          new NamedType("slug", "acme", Slug::new),
          new NamedType("e-mail address", "anna@example.com", EmailAddress::new),
          new NamedType("extension number", "101", ExtensionNumber::new),
          new NamedType("source range", "192.0.2.0/24", SourceRange::parse),
          new NamedType(
              "account name", "acme", t -> new TrunkAccess.Registration(t, new Secret("secret"))),
          new NamedType("origin", "https://www.example.com", Origin::new),
          new NamedType("widget key", "abcdefghijklmnop", WidgetKey::new),
          new NamedType("callback id", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", CallbackId::parse));

  private record NamedType(String name, String good, Consumer<String> parse) {}

  @TestFactory
  Stream<DynamicTest> everyTextTypeTakesAGoodValueAndRefusesItWithAHostileCharacterInside() {
    return TYPES.stream()
        .flatMap(
            type ->
                HOSTILE.stream()
                    .map(
                        hostile ->
                            DynamicTest.dynamicTest(
                                type.name() + " with " + escaped(hostile),
                                () -> {
                                  type.parse().accept(type.good());
                                  String inside =
                                      type.good().substring(0, 2)
                                          + hostile
                                          + type.good().substring(2);
                                  assertThatThrownBy(() -> type.parse().accept(inside))
                                      .isInstanceOf(InvalidValue.class);
                                })));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return escaped.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a host!! :999999",
        "sip.example.com:5060",
        "-a.example",
        "a..b",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.4.",
        "host;lr",
        "host,other",
        "[::1]",
        "a_",
        "",
        "sip:example.com",
        "exämple.com"
      })
  void aHostThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> new SipHost(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SIP.Example.COM,sip.example.com",
    "10.0.0.1,10.0.0.1",
    "' sip.example.com ',sip.example.com",
    "_sip._udp.example.com,_sip._udp.example.com"
  })
  void aHostIsTrimmedAndLowerCased(String text, String expected) {
    assertThat(new SipHost(text).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536, 999999})
  void aPortOutsideItsRangeIsRefused(int port) {
    assertThatThrownBy(() -> new Port(port)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4930123456",
        "+0301234567",
        "+49",
        "+49301234567890123",
        "+49 30 123456",
        "+49301234a"
      })
  void aNumberThatIsNotInternationalIsRefused(String text) {
    assertThatThrownBy(() -> new E164(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "011", "1234567", "12a", "110", "112", "911", "999"})
  void anExtensionThatCouldShadowAnOutsideOrEmergencyNumberIsRefused(String text) {
    assertThatThrownBy(() -> new ExtensionNumber(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://Shop.Example.com/,https://shop.example.com",
    "https://shop.example.com:443,https://shop.example.com",
    "http://shop.example.com:80,http://shop.example.com",
    "http://localhost:8080,http://localhost:8080"
  })
  void anOriginIsBroughtToTheFormABrowserSends(String text, String expected) {
    assertThat(new Origin(text).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "shop.example.com",
        "https://a.example/path",
        "ftp://a.example",
        "https://*.example",
        "https://a b"
      })
  void anOriginThatNamesMoreOrLessThanOneSiteIsRefused(String text) {
    assertThatThrownBy(() -> new Origin(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Acme",
        "1acme",
        "a--b",
        "a-",
        "-a",
        "a.b",
        "abcdefghijklmnopqrstuvwxyzabcdef"
      })
  void aSlugThatCouldNotBeAHostNameOrRealmIsRefused(String text) {
    assertThatThrownBy(() -> new Slug(text)).isInstanceOf(InvalidValue.class);
  }

  @Test
  void aRangeMayNotBeTheWholeInternet() {
    assertThatThrownBy(() -> SourceRange.parse("0.0.0.0/0")).isInstanceOf(InvalidValue.class);
    assertThat(SourceRange.parse(" 192.0.2.1 ")).hasToString("192.0.2.1/32");
  }

  @Test
  void anIpTrunkWithoutAnyProviderAddressIsRefused() {
    assertThatThrownBy(() -> new TrunkAccess.IpAddress(List.of(), Optional.empty()))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void aWidgetWithoutAWebsiteIsRefused() {
    assertThatThrownBy(
            () ->
                new Widget(
                    WidgetId.random(),
                    WidgetKey.random(),
                    new DisplayName("Shop"),
                    Set.of(),
                    new ExtensionNumber("101"),
                    true))
        .isInstanceOf(InvalidValue.class);
  }

  @Test
  void secretsNeverPrintThemselves() {
    Secret password = new Secret("hunter2-hunter2");
    DigestCredentials credentials = DigestCredentials.of("101", "acme", password);
    assertThat(
            List.of(
                    password.toString(),
                    credentials.toString(),
                    new TrunkAccess.Registration("acme", password).toString())
                .toString())
        .doesNotContain("hunter2")
        .doesNotContain(credentials.md5())
        .doesNotContain(credentials.sha256());
  }

  @Test
  void digestHashesAreThoseOfUserRealmAndPassword() {
    DigestCredentials credentials =
        DigestCredentials.of("Mufasa", "testrealm@host.com", new Secret("Circle Of Life"));
    assertThat(credentials.md5()).isEqualTo("939e7578ed9e3c518a452acee763bce9");
  }

  @Test
  void randomSecretsDiffer() {
    assertThat(Stream.generate(Secret::random).limit(1000).distinct()).hasSize(1000);
    assertThat(Stream.generate(Secret::readable).limit(1000).distinct()).hasSize(1000);
    assertThat(Stream.generate(WidgetKey::random).limit(1000).distinct()).hasSize(1000);
  }

  @Test
  void anAddressSurvivesTheWayThroughItsNumber() {
    assertThat(Ipv4.ofNumber(new Ipv4("203.0.113.255").number()))
        .isEqualTo(new Ipv4("203.0.113.255"));
  }
}
