package org.ringfence.web.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringfence.web.form.InvalidForm;

class TenantFormTest {
  private static TenantForm form(String name, String slug) {
    TenantForm form = new TenantForm();
    form.setName(name);
    form.setSlug(slug);
    form.setAdminEmail("ann@example.com");
    return form;
  }

  @ParameterizedTest
  @CsvSource({
    "Acme GmbH, acme-gmbh",
    "Björn & Söhne, bjoern-soehne",
    "Café Été, cafe-ete",
    "3 Musketeers Ltd, musketeers-ltd",
    "A very long name of a company that nobody can pronounce, a-very-long-name-of-a-company-t",
    "東京, ''",
    "!, ''"
  })
  void theNameSuggestsAShortName(String name, String slug) {
    assertThat(TenantForm.suggestion(name)).isEqualTo(slug);
  }

  @Test
  void aSuggestionIsAlwaysAShortNameOrNothing() {
    for (String name : new String[] {"Acme", "x y", "a--b", "-a-b-", "ÄÖÜ ßßß", "A".repeat(80)}) {
      String suggestion = TenantForm.suggestion(name);
      assertThat(suggestion).isNotEmpty();
      assertThat(form(name, suggestion).toTenant().slug().value()).isEqualTo(suggestion);
    }
  }

  @Test
  void aShortNameThatWasTypedIsNotReplaced() {
    TenantForm form = form("Acme GmbH", "mine");

    form.suggestSlug();

    assertThat(form.getSlug()).isEqualTo("mine");
  }

  @Test
  void aShortNameThatIsAnAddressOfThePortalIsRefused() {
    InvalidForm refused =
        catchThrowableOfType(InvalidForm.class, () -> form("New", "new").toTenant());

    assertThat(refused.firstField()).isEqualTo("slug");
  }
}
