package org.ringfence.web.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.Origin;
import org.ringfence.web.widget.PagePolicy.Remedy;

class PagePolicyTest {
  private static final Origin PORTAL = new Origin("https://pbx.example.com");
  private static final List<Origin> PAGES = List.of(new Origin("https://shop.example"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''",
        "default-src *|''",
        "Content-Security-Policy: default-src https:|''",
        "default-src 'self'|script-src connect-src",
        "default-src 'none'; script-src https://pbx.example.com|connect-src",
        "default-src 'none'; script-src pbx.example.com; connect-src https://*.example.com|''",
        "script-src 'self'; img-src *|script-src",
        "script-src https://pbx.example.com.evil.example; connect-src *.evil.example|script-src connect-src",
        "SCRIPT-SRC https://pbx.example.com/widget/v1/; connect-src https://pbx.example.com/|''",
        "script-src https://pbx.example.com/widget/v1/ringfence-callback.js|script-src",
        "script-src https://pbx.example.com:443; connect-src pbx.example.com:*|''",
        "script-src https://pbx.example.com:8443|script-src",
        "script-src http://pbx.example.com|''",
        "script-src ftp://pbx.example.com|script-src",
        "script-src *.pbx.example.com|script-src",
        "script-src https://pbx.example.com; script-src-elem 'self'|script-src-elem",
        "script-src 'none'; script-src-elem https://pbx.example.com|''",
        "script-src https:, script-src 'self'|script-src",
        "connect-src 'none'|connect-src",
      })
  void whatAPolicyLacksIsNamed(String policy, String missing) {
    assertThat(new PagePolicy(policy).missing(PORTAL, PAGES))
        .isEqualTo(named(missing, Remedy.NAME_THE_PORTAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "script-src 'strict-dynamic' 'nonce-abc' https:|script-src",
        "default-src 'strict-dynamic'; connect-src *|script-src",
        "script-src-elem 'Strict-Dynamic'; script-src *|script-src-elem",
      })
  void whereOnlyANonceCountsItIsAskedFor(String policy, String missing) {
    assertThat(new PagePolicy(policy).missing(PORTAL, PAGES))
        .isEqualTo(named(missing, Remedy.GIVE_A_NONCE));
  }

  private static Map<String, Remedy> named(String directives, Remedy remedy) {
    return Arrays.stream(directives.split(" ", -1))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toMap(name -> name, name -> remedy));
  }

  @Test
  void aPortalThatIsTheWebsiteItselfIsSelf() {
    assertThat(new PagePolicy("default-src 'self'").missing(PORTAL, List.of(PORTAL))).isEmpty();
  }
}
