package org.ringfence.web.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.domain.callback.Origin;

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
      })
  void whatAPolicyLacksIsNamed(String policy, String missing) {
    assertThat(String.join(" ", new PagePolicy(policy).missing(PORTAL, PAGES))).isEqualTo(missing);
  }

  @Test
  void aPortalThatIsTheWebsiteItselfIsSelf() {
    assertThat(new PagePolicy("default-src 'self'").missing(PORTAL, List.of(PORTAL))).isEmpty();
  }
}
