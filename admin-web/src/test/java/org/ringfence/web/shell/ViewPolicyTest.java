package org.ringfence.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringfence.web.identity.Roles;
import org.ringfence.web.tenant.CurrentTenant;
import org.ringfence.web.tenant.CurrentTenant.Access;

/**
 * Who may open which page, over the list of all addresses: a new page is tested by being in it, and
 * one that is in no address cannot be opened at all.
 */
class ViewPolicyTest {
  /** Views that no address leads to: the router and the container choose them. */
  private static final Set<String> CHOSEN_BY_THE_ROUTER = Set.of("enter");

  /** Pages of no tenant that everybody who is signed in may open. */
  private static final Set<String> FOR_EVERYBODY = Set.of("/", "/signed-out", "/failed");

  static Stream<String> ofTenants() {
    return Route.addresses().stream()
        .filter(address -> address.startsWith("/t/"))
        .map(address -> address.replace("/t/*", "/t/acme").replace("*", "1"));
  }

  static Stream<String> ofNoTenant() {
    return Route.addresses().stream()
        .filter(address -> !address.startsWith("/t/"))
        .map(address -> address.replace("*", "acme"));
  }

  @SuppressWarnings("UnnecessaryAssignment") // the container's injection, by hand
  private static FakeExchange visit(String address, String role, Access access) throws Exception {
    Router router = new Router();
    router.currentTenant =
        new CurrentTenant() {
          @Override
          public Access select(String slug) {
            return slug.equals("acme") ? access : Access.NOT_FOUND;
          }
        };
    FakeExchange exchange = new FakeExchange(address, Set.of(role));
    router.doFilter(exchange.request(), exchange.response(), exchange.chain());
    return exchange;
  }

  @ParameterizedTest
  @MethodSource("ofTenants")
  void aForeignTenantsPageDoesNotExist(String address) throws Exception {
    FakeExchange exchange = visit(address, Roles.TENANT_ADMIN, Access.NOT_FOUND);
    assertThat(exchange.status).isEqualTo(404);
    assertThat(exchange.forwardedTo).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ofTenants")
  void aHosterEntersATenantBeforeAnyOfItsPages(String address) throws Exception {
    assertThat(visit(address, Roles.PLATFORM_ADMIN, Access.NOT_ENTERED).forwardedTo)
        .isEqualTo("/WEB-INF/pages/enter.xhtml");
  }

  @ParameterizedTest
  @MethodSource("ofTenants")
  void aTenantsOwnPeopleOpenAllItsPages(String address) throws Exception {
    assertThat(visit(address, Roles.TENANT_ADMIN, Access.ALLOWED).forwardedTo)
        .isEqualTo(Route.of(address).orElseThrow().viewId());
  }

  @ParameterizedTest
  @MethodSource("ofNoTenant")
  void whatIsOfNoTenantIsTheHosters(String address) throws Exception {
    boolean open = FOR_EVERYBODY.contains(address);
    FakeExchange exchange = visit(address, Roles.TENANT_ADMIN, Access.NOT_FOUND);
    assertThat(exchange.status).isEqualTo(open ? 200 : 403);
    assertThat(exchange.forwardedTo.isEmpty()).isEqualTo(!open);
  }

  /**
   * A property with the name of an operator is read as the operator, and the page does not open.
   */
  @Test
  void noExpressionAsksForAPropertyWithTheNameOfAnOperator() throws IOException {
    Pattern operator =
        Pattern.compile(
            "#\\{[^}']*(?:'[^']*'[^}']*)*\\."
                + "(and|or|not|eq|ne|lt|gt|le|ge|div|mod|empty|null|true|false|instanceof)\\b(?!')");
    try (Stream<Path> files = Files.walk(Path.of("src/main/webapp/WEB-INF"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".xhtml")).toList()) {
        assertThat(operator.matcher(Files.readString(file)).results().map(MatchResult::group))
            .as(file.toString())
            .isEmpty();
      }
    }
  }

  @Test
  void everyViewHasAnAddressAndSoAPolicy() throws IOException {
    List<String> addressed = Route.all();
    try (Stream<Path> files = Files.list(Path.of("src/main/webapp/WEB-INF/pages"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".xhtml", "")))
          .allMatch(view -> addressed.contains(view) || CHOSEN_BY_THE_ROUTER.contains(view));
    }
  }
}
