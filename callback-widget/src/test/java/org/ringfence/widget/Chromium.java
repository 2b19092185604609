package org.ringfence.widget;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The system's browser, which talks to nobody but the pages it is sent to. */
final class Chromium {
  private Chromium() {}

  static Browser launch(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(
                    Path.of(
                        Optional.ofNullable(System.getenv("RINGFENCE_CHROMIUM"))
                            .orElse("/usr/bin/chromium")))
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--headless",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run")));
  }
}
