package org.ringfence.system;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The portal in one person's window, used through what that person reads: labels, buttons,
 * headings.
 */
final class Portal {

  private final Instance instance;
  private final Page page;
  private final AtomicInteger pagesLoaded = new AtomicInteger();

  Portal(Instance instance, Page page) {
    this.instance = instance;
    this.page = page;
    page.onLoad(loaded -> pagesLoaded.incrementAndGet());
  }

  Page page() {
    return page;
  }

  /** How many pages were loaded so far: what changes while this stays the same came by push. */
  int pagesLoaded() {
    // What a person sees may be there before the last picture of the page is.
    page.waitForLoadState();
    return pagesLoaded.get();
  }

  /** Opens a path of the portal, and returns the HTTP status. */
  int open(String path) {
    while (true) {
      try {
        return page.navigate(instance.portalUrl() + path).status();
      } catch (PlaywrightException failure) {
        // The browser drops what is under way whenever a network device comes or goes, as each VM's
        // does.
        if (!String.valueOf(failure.getMessage()).contains("ERR_NETWORK_CHANGED")) {
          throw failure;
        }
      }
    }
  }

  /**
   * Signs in at Keycloak; whoever is asked for a new password there chooses {@code newPassword}.
   *
   * <p>Keycloak asks first who it is and then for the password, because of the organizations.
   */
  void signIn(String user, String password, String newPassword) {
    page.navigate(instance.portalUrl() + "/");
    page.locator("#username").fill(user);
    if (!page.locator("#password").isVisible()) {
      page.locator("#kc-login").click();
    }
    page.locator("#password").fill(password);
    page.locator("#kc-login").click();
    Locator choose = page.locator("#password-new");
    Locator inside = navigation();
    choose.or(inside).first().waitFor();
    if (choose.isVisible()) {
      choose.fill(newPassword);
      page.locator("#password-confirm").fill(newPassword);
      page.locator("input[type=submit], button[type=submit]").first().click();
      inside.waitFor();
    }
  }

  Locator navigation() {
    return page.getByRole(AriaRole.NAVIGATION);
  }

  Locator heading(String text) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
  }

  /** Follows a link of the navigation or of the page. */
  void follow(String link) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(exactly(link)))
        .first()
        .click();
  }

  void fill(String label, String value) {
    Locator field = page.getByLabel(exactly(label));
    field.fill(value);
    // Leaving the field has it checked; what is typed meanwhile could be overwritten by the answer.
    field.blur();
    page.waitForFunction("() => !window.PrimeFaces || PrimeFaces.ajax.Queue.isEmpty()");
  }

  Locator field(String label) {
    return page.getByLabel(exactly(label));
  }

  void choose(String label, String option) {
    page.getByLabel(exactly(label)).selectOption(option);
  }

  void press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(exactly(button))).click();
  }

  /**
   * Required fields carry a mark after their label. The browser's side reads the expression, and
   * its language does not know {@link Pattern#quote}.
   */
  private static Pattern exactly(String text) {
    String literal = text.replaceAll("[.*+?^${}()|\\[\\]\\\\/]", "\\\\$0");
    return Pattern.compile("^\\s*" + literal + "\\s*\\*?\\s*$");
  }
}
