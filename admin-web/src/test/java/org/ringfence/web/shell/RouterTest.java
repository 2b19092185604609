package org.ringfence.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.web.identity.Roles;

class RouterTest {
  private static FakeExchange visit(String uri, String role) throws Exception {
    FakeExchange exchange = new FakeExchange(uri, Set.of(role));
    new Router().doFilter(exchange.request(), exchange.response(), exchange.chain());
    return exchange;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/audit",
        "/audit/",
        "/tenants",
        "/tenants/",
        "/tenants/new",
        "/tenants/acme",
        "/tenants/acme/"
      })
  void theHostersPagesAreTheHostersHoweverTheirAddressIsWritten(String uri) throws Exception {
    assertThat(visit(uri, Roles.TENANT_ADMIN).status).isEqualTo(403);
    assertThat(visit(uri, Roles.TENANT_ADMIN).forwardedTo).isEmpty();
    assertThat(visit(uri, Roles.PLATFORM_ADMIN).forwardedTo).startsWith("/WEB-INF/pages/");
  }

  @Test
  void theFrontPageIsForEverybody() throws Exception {
    assertThat(visit("/", Roles.TENANT_ADMIN).forwardedTo).isEqualTo("/WEB-INF/pages/home.xhtml");
    assertThat(visit("/signed-out", "").forwardedTo).isEqualTo("/WEB-INF/pages/signed-out.xhtml");
  }
}
