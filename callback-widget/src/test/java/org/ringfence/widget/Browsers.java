package org.ringfence.widget;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system's browsers, which talk to nobody but the pages they are sent to. Each is started once
 * for all tests of a process and ends with it: their driver watches the process that started it.
 */
final class Browsers {
  private static @Nullable Playwright playwright;
  private static @Nullable Browser chromium;
  private static @Nullable Browser firefox;

  private Browsers() {}

  static Browser chromium() {
    Browser running = chromium;
    if (running == null) {
      running =
          driver()
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(program("RINGFENCE_CHROMIUM", "/usr/bin/chromium"))
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--headless",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync",
                              "--no-first-run")));
      chromium = running;
    }
    return running;
  }

  /** As its makers build it, driven by WebDriver BiDi. */
  static Browser firefox() {
    Browser running = firefox;
    if (running == null) {
      running =
          driver()
              .firefox()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setChannel("moz-firefox")
                      .setExecutablePath(program("RINGFENCE_FIREFOX", "/usr/bin/firefox-esr")));
      firefox = running;
    }
    return running;
  }

  private static Playwright driver() {
    Playwright running = playwright;
    if (running == null) {
      running = Playwright.create();
      playwright = running;
    }
    return running;
  }

  private static Path program(String variable, String usual) {
    return Path.of(Optional.ofNullable(System.getenv(variable)).orElse(usual));
  }
}
