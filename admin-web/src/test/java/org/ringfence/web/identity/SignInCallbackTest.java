package org.ringfence.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInCallbackTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://portal.example/t/acme/trunks?x=1|/t/acme/trunks?x=1",
        "https://portal.example/|/",
        "/t/acme|/t/acme",
        "https://portal.example.evil.com/t/acme|/",
        "https://portal.example@evil.com/|/",
        "http://portal.example/t/acme|/",
        "https://portal.example:8443/t/acme|/",
        "https://evil.com/|/",
        "//evil.com/x|/",
        "https://portal.example//evil.com|/",
        "javascript:alert(1)|/",
        "not an address|/"
      })
  void afterSignInPeopleStayOnThisPortal(String asked, String led) {
    assertThat(SignInCallback.onPortal(URI.create("https://portal.example"), asked)).isEqualTo(led);
  }
}
