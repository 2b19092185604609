package org.ringfence.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ringfence.domain.callback.CallbackId;

/**
 * The element in a real browser, on a page of another origin with a strict policy, over the
 * widget's edge and a shop's state: what all its tests begin with.
 */
@SuppressWarnings("NullAway.Init")
abstract class BrowserCase {
  /** Generous: it ends a test that would never pass, and says nothing about speed. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String AXE = AxeBuilder.getAxeScript();

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) LIMIT.toMillis());
  }

  OwnersSite site;
  Shop shop;
  WidgetEdge edge;
  BrowserContext context;
  Page page;

  /** Everybody the page asked for something. */
  final Set<String> hosts = new TreeSet<>();

  /** What the browser or the page complained about, and whatever a page asked a person. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    site = new OwnersSite();
    shop = new Shop(site.origin());
    edge = new WidgetEdge(shop);
    use(new Browser.NewContextOptions().setViewportSize(1000, 720));
  }

  @AfterEach
  void close() {
    context.close();
    edge.close();
    site.close();
  }

  Browser browser() {
    return Browsers.chromium();
  }

  /** Another window instead of the present one, of somebody in Britain unless it says otherwise. */
  void use(Browser.NewContextOptions options) {
    if (context != null) {
      context.close();
    }
    if (options.locale == null) {
      options.setLocale("en-GB");
    }
    context = browser().newContext(options);
    page = context.newPage();
    page.onRequest((Request request) -> hosts.add(originOf(request.url())));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add(dialog.message());
          dialog.dismiss();
        });
  }

  String pageWithButton() {
    return pageWithButton("/button", "en", "");
  }

  /** The line of HTML in the head of a page. */
  String pageWithButton(String path, String language, String body) {
    return page(
        path,
        OwnersSite.STRICT,
        language,
        "<script type=\"module\" src=\"" + script() + "\" data-key=\"" + shop.key + "\"></script>",
        body);
  }

  String pageWithForm(String language) {
    return page("/form", OwnersSite.STRICT, language, "", form());
  }

  String form() {
    return "<script type=\"module\" src=\""
        + script()
        + "\"></script><ringfence-callback key=\""
        + shop.key
        + "\"></ringfence-callback>";
  }

  String page(String path, String policy, String language, String head, String body) {
    return site.page(path, String.format(policy, edgeOrigin()), language, head, body);
  }

  String script() {
    return edge.address() + Scripts.ENTRY;
  }

  String edgeOrigin() {
    return originOf(edge.address().toString());
  }

  private static String originOf(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  CallbackId askInForm() {
    number().fill("030 123456");
    ask().click();
    assertThat(title()).hasText("Call requested");
    return theOnlyRequest();
  }

  CallbackId theOnlyRequest() {
    assertThat(shop.requests.all()).hasSize(1);
    return shop.requests.all().get(0).id();
  }

  Locator launcher() {
    return page.locator(".launcher");
  }

  Locator number() {
    return page.locator("input[type=tel]");
  }

  Locator ask() {
    return page.locator(".primary");
  }

  Locator title() {
    return page.locator("ringfence-callback h2");
  }

  Locator sentence() {
    return page.locator(".sentence");
  }

  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  /** Its script is brought into a page once, however often the page is looked at. */
  void requireNoViolations(String when) {
    if (!Boolean.TRUE.equals(page.evaluate("() => 'axe' in window"))) {
      page.evaluate(AXE + "; undefined");
    }
    Object violations =
        page.evaluate(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
                + ".map(rule => `${rule.id}: ${rule.help} ${rule.nodes.map(node => node.html)}`)");
    assertThat((List<?>) violations).as(when).isEmpty();
  }

  /** For people to look at, in target/screenshots. */
  static void keep(String name, byte[] picture) {
    keep(Path.of("target/screenshots"), name, picture);
  }

  static void keep(Path directory, String name, byte[] picture) {
    try {
      Files.write(Files.createDirectories(directory).resolve(name + ".png"), picture);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
