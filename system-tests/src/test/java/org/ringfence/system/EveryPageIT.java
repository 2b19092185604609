package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every page of a tenant, as everybody can use it: light, dark and on a phone. At home in the
 * demo's tenant, which is left as it was found.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageIT {
  private static final int WIDE = 1280;
  private static final int PHONE = 390;

  private final Instance instance = Instance.running();
  private final Browser browser = new Browser();
  private final Portal admin = new Portal(instance, browser.window());
  private final Page page = admin.page();
  private final Seeds seeds = new Seeds(instance, "acme", "Harbour");
  private final Album album = new Album(Instance.checkout().resolve("docs/screenshots/pages"));
  private final List<String> findings = new ArrayList<>();

  @BeforeAll
  void oneOfEachKind() throws Exception {
    seeds.plant();
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
  }

  @AfterAll
  void leaveAsFound() throws Exception {
    browser.close();
    seeds.clear();
  }

  @Test
  void axe_finds_nothing_serious_on_any_page_and_a_phone_is_wide_enough() throws Exception {
    int visited = 0;
    for (String template : Addresses.pages()) {
      // Sounds are no pages.
      if (template.matches(".*/(sound|audio)$")) {
        continue;
      }
      List<String> paths = Addresses.fill(template, seeds, List.of(seeds));
      // A new object of each kind has the fields that a stored one has.
      for (String path : template.contains("/new/") ? paths.subList(0, 1) : paths) {
        visit(path + (path.endsWith("/search") ? "?q=Harbour" : ""), name(template, path));
        visited++;
      }
    }
    if (Album.isWanted()) {
      album.writeIndex();
    }
    assertThat(visited).isGreaterThan(55);
    assertThat(findings).isEmpty();
  }

  private void visit(String path, String name) throws Exception {
    look(WIDE, ColorScheme.LIGHT);
    assertThat(admin.open(path)).as(path).isEqualTo(200);
    picture(name, "light");
    Accessibility.findings(page).forEach(each -> findings.add(name + ": " + each));
    look(WIDE, ColorScheme.DARK);
    Accessibility.findingsOfColours(page)
        .forEach(each -> findings.add(name + " in the dark: " + each));
    picture(name, "dark");
    look(PHONE, ColorScheme.LIGHT);
    picture(name, "phone");
    Object tooWide =
        page.evaluate(
            """
            () => document.documentElement.scrollWidth <= innerWidth ? '' :
              [...document.querySelectorAll('body *')]
                .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
                .map(each => each.outerHTML.slice(0, 120)).slice(0, 3).join(' | ')
            """);
    if (!String.valueOf(tooWide).isEmpty()) {
      findings.add(name + " is wider than a phone: " + tooWide);
    }
  }

  private void look(int width, ColorScheme colours) {
    page.setViewportSize(width, width == WIDE ? 800 : 844);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
  }

  private void picture(String name, String look) throws Exception {
    if (Album.isWanted()) {
      page.waitForFunction("() => !window.PrimeFaces || PrimeFaces.ajax.Queue.isEmpty()");
      // Not the full page: that of a revision is longer than a picture can be.
      ViewportSize before = page.viewportSize();
      Object height = page.evaluate("() => document.documentElement.scrollHeight");
      page.setViewportSize(
          before.width,
          Math.min(Album.TALLEST, Math.max(before.height, ((Number) height).intValue())));
      album.add(name, look, page.screenshot());
      page.setViewportSize(before.width, before.height);
    }
  }

  /** {@code /t/{slug}/trunks/{id}/edit} is {@code trunks-one-edit}. */
  private String name(String template, String path) {
    String name =
        template.replaceAll("^/t/\\{slug}/?", "").replace("{id}", "one").replace('/', '-');
    if (name.isEmpty()) {
      return "overview";
    }
    for (String kind : seeds.handlings().keySet()) {
      if (path.endsWith("/" + kind) || path.endsWith("/" + seeds.handlings().get(kind))) {
        name = name.replace("{kind}", kind).replace("{handling}", kind);
      }
    }
    return name;
  }
}
