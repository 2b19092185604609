package org.ringfence.system;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system's Chromium. Each person has a window of their own: no cookie of another one is in it.
 */
final class Browser implements AutoCloseable {

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  Browser() {
    // A busy host takes its time; what is never there fails all the same.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(
                        Path.of(
                            Optional.ofNullable(System.getenv("RINGFENCE_CHROMIUM"))
                                .orElse("/usr/bin/chromium")))
                    .setArgs(
                        List.of("--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server")));
  }

  /** A new person's window, in English and light. */
  Page window() {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale("en-GB")
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 800));
    Page page = context.newPage();
    page.setDefaultTimeout(30_000);
    return page;
  }

  /**
   * Keeps what the page looks like, for the eye: in target/screenshots, and in docs when asked to.
   * A page of the portal that is looked at so is one that everybody can use.
   */
  static void screenshot(Page page, String name) {
    if (page.url().startsWith(Instance.running().portalUrl())) {
      Accessibility.requireNone(page);
    }
    byte[] image = page.screenshot(new Page.ScreenshotOptions().setFullPage(true));
    write(Path.of("target/screenshots"), name, image);
    if (System.getenv("RINGFENCE_DOCS_SCREENSHOTS") != null) {
      write(Instance.checkout().resolve("docs/screenshots"), name, image);
    }
  }

  private static void write(Path directory, String name, byte[] image) {
    try {
      Files.write(Files.createDirectories(directory).resolve(name + ".png"), image);
    } catch (java.io.IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
