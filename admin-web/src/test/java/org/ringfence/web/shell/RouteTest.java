package org.ringfence.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  @ParameterizedTest
  @CsvSource({
    "/, home, '', ''",
    "/tenants, tenants, '', ''",
    "/tenants/new, tenant-new, '', ''",
    "/tenants/acme, tenant, '', acme",
    "/t/acme, overview, acme, ''",
    "/t/acme/trunks, trunks, acme, ''",
    "/t/acme/trunks/new, trunk-edit, acme, ''",
    "/t/acme/trunks/42, trunk, acme, 42",
    "/t/acme/trunks/42/edit, trunk-edit, acme, 42",
    "/t/new/revisions/7, revision, new, 7"
  })
  void anAddressHasItsViewItsTenantAndItsId(String path, String view, String tenant, String id) {
    assertThat(Route.of(path))
        .contains(
            new Route(
                view,
                Optional.of(tenant).filter(text -> !text.isEmpty()),
                Optional.of(id).filter(text -> !text.isEmpty())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/t",
        "/t//trunks",
        "/nothing",
        "/t/acme/trunks/42/edit/x",
        "/WEB-INF/pages/home.xhtml"
      })
  void anUnknownAddressHasNone(String path) {
    assertThat(Route.of(path)).isEmpty();
  }

  @Test
  void everyViewIsThere() {
    assertThat(Route.all())
        .isNotEmpty()
        .allSatisfy(
            view ->
                assertThat(Files.exists(Path.of("src/main/webapp/WEB-INF/pages", view + ".xhtml")))
                    .as(view)
                    .isTrue());
  }
}
