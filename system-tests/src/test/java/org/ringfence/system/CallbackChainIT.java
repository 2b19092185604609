package org.ringfence.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The whole chain, as the people in it live it: a hoster makes a tenant, the tenant's admin
 * connects a provider and phones, a visitor of the tenant's website is called back, and all of it
 * is still there after a restart. Provider, phones, VM, login and browser are real.
 */
class CallbackChainIT {

  /** Of a number range that Ofcom keeps free for fiction; our provider answers it. */
  private static final String TYPED_NUMBER = "020 7946 0123";

  private static final String VISITOR = "+442079460123";

  /** For what an emulated machine on a loaded host does. */
  private static final Duration MACHINE_PATIENCE = Duration.ofMinutes(8);

  private static final Duration SIP_PATIENCE = Duration.ofMinutes(3);

  private static final Duration TALK = Duration.ofSeconds(4);

  private final Instance instance = Instance.running();
  private final Peers peers = new Peers(instance);
  private final Browser browser = new Browser();

  /** One tenant per run: what an earlier run left does not matter. */
  private final String slug = "sys" + Long.toString(System.currentTimeMillis() / 1000, 36);

  private final String adminEmail = "admin@" + slug + ".example.org";
  private final String adminPassword = "correct-horse-" + slug;
  private String pbx = "";

  @AfterEach
  void leaveNoPhonesBehind() throws Exception {
    browser.close();
    peers.up();
    peers.remove(slug);
    if (!pbx.isEmpty()) {
      peers.remove(pbx);
    }
  }

  @Test
  void a_visitor_is_called_back_through_a_new_tenants_own_pbx_and_a_restart_loses_nothing()
      throws Exception {
    peers.up();
    String accountPassword = peers.account(slug);

    Portal hoster = new Portal(instance, browser.window());
    hoster.signIn("hoster", instance.secret("HOSTER_PASSWORD"), "never asked for");
    createTenant(hoster);
    watchMachineStart(hoster);
    asteriskAnswersFromOutside(hoster);
    String firstPassword = firstPassword(hoster);

    Portal admin = new Portal(instance, browser.window());
    admin.signIn(adminEmail, firstPassword, adminPassword);
    seesOnlyTheOwnTenant(admin);
    addExtensionWithPhone(admin, "101", "Ann Agent");
    addExtensionWithPhone(admin, "102", "Bob Backup");
    addTrunk(admin, accountPassword);
    phonesRegister();
    String snippet = addWidget(admin);

    admin.open("/t/" + slug + "/calls");
    assertThat(admin.heading("No calls yet")).isVisible();
    int pagesBefore = admin.pagesLoaded();
    List<String> seen = visitAndAskForCall(snippet);
    assertThat(seen)
        .containsExactly(
            "Call requested", "We are calling you", "You are connected", "The call has ended");

    String attempt = callAppearsByPush(admin, pagesBefore);
    callShowsLegsTimesAndResult(admin);
    bothHeardEachOther(attempt);

    restartEverything();
    nothingIsLost(attempt);
  }

  private void createTenant(Portal hoster) {
    hoster.open("/tenants");
    hoster.follow("New tenant");
    hoster.fill("Name", "System test " + slug);
    hoster.fill("Short name", slug);
    hoster.choose("Country", "GB");
    hoster.fill("Administrator's e-mail", adminEmail);
    hoster.press("Create tenant");
    assertThat(hoster.heading("System test " + slug)).isVisible();
  }

  private static final List<String> WAY =
      List.of("REQUESTED", "CREATING", "BOOTING", "CONFIGURING", "RUNNING");

  private void watchMachineStart(Portal hoster) {
    Page page = hoster.page();
    int pagesBefore = hoster.pagesLoaded();
    SeenStates seen =
        new SeenStates(
            page,
            "[...document.querySelectorAll('#stages li')]"
                + ".filter(step => step.dataset.state !== 'ahead').at(-1)?.dataset.stage");

    assertThat(page.locator("#stages li[data-stage=RUNNING][data-state=done]"))
        .isVisible(within(MACHINE_PATIENCE));

    assertThat(hoster.pagesLoaded())
        .as("pages loaded while the machine started")
        .isEqualTo(pagesBefore);
    // The first stages may be over before the page is there, and a clone that brings its
    // configuration along may answer
    // before it is heard: then nothing waits for its configuration. The order is never another one.
    assertThat(WAY).containsSubsequence(seen.texts());
    assertThat(seen.texts()).contains("BOOTING", "RUNNING");
    for (String stage : seen.texts()) {
      assertThat(page.locator("#stages li[data-stage=" + stage + "][data-state=done]")).isVisible();
    }
    Browser.screenshot(page, "tenant-running");
    hoster.open("/tenants");
    Browser.screenshot(page, "tenants");
    hoster.open("/tenants/" + slug);
  }

  private void asteriskAnswersFromOutside(Portal hoster) throws Exception {
    URI sip = URI.create("sip://" + hoster.page().locator("#sip").innerText());
    pbx = sip.getHost();
    assertThat(SipOptions.ask(new InetSocketAddress(pbx, sip.getPort()), Duration.ofSeconds(10)))
        .as("answer to OPTIONS at %s", sip)
        .isPresent();
  }

  private String firstPassword(Portal hoster) {
    assertThat(hoster.page().getByText("Ready to sign in")).isVisible();
    hoster.press("Show the first password");
    return hoster.page().locator("#firstPassword").innerText();
  }

  private void seesOnlyTheOwnTenant(Portal admin) {
    assertThat(admin.heading("System test " + slug)).isVisible();
    assertThat(admin.navigation().getByText("Tenants", exact())).hasCount(0);
    assertThat(admin.open("/tenants")).isEqualTo(403);
    // The demo's tenant.
    assertThat(admin.open("/t/acme")).isEqualTo(404);
    admin.open("/t/" + slug);
    Browser.screenshot(admin.page(), "overview-first-steps");
  }

  private void addExtensionWithPhone(Portal admin, String number, String name) throws Exception {
    admin.follow("Extensions");
    admin.follow("New extension");
    admin.fill("Number", number);
    admin.fill("Name", name);
    admin.press("Save and apply");
    Locator password = admin.page().locator("#sipPassword");
    assertThat(password).isVisible();
    Browser.screenshot(admin.page(), "extension");
    peers.phone(number, pbx, password.innerText());
  }

  private void addTrunk(Portal admin, String accountPassword) {
    Page page = admin.page();
    admin.follow("Trunks");
    admin.follow("New trunk");
    admin.fill("Name", "Test provider");
    admin.fill("Provider's SIP server", instance.address(2));
    admin.fill("Account name", slug);
    admin.fill("Password", accountPassword);
    admin.choose("Incoming calls go to", "101");

    admin.press("Preview");
    Locator preview = page.locator("#preview");
    assertThat(preview).containsText("What saving brings about");
    assertThat(preview).containsText("pjsip.conf");
    assertThat(preview).containsText("server_uri = sip:" + instance.address(2));
    assertThat(preview).containsText("extensions.conf");
    assertThat(preview).containsText("[callback]");
    assertThat(preview).not().containsText(accountPassword);
    Browser.screenshot(page, "trunk-preview");

    admin.press("Save and apply");
    assertThat(admin.heading("Test provider")).isVisible();
    int pagesBefore = admin.pagesLoaded();
    assertThat(page.locator(".rf-pill"))
        .hasText(Pattern.compile("Revision \\d+ is live"), textWithin(SIP_PATIENCE));
    assertThat(page.locator("#trunkState"))
        .containsText("Registered", containsWithin(SIP_PATIENCE));
    assertThat(admin.pagesLoaded()).as("pages loaded until registered").isEqualTo(pagesBefore);
    Browser.screenshot(page, "trunk-registered");

    admin.follow("Revisions");
    assertThat(page.getByText("Applied, live")).hasCount(1);
    Browser.screenshot(page, "revisions");
  }

  private void phonesRegister() {
    for (String number : List.of("101", "102")) {
      await("phone " + number + " registered")
          .atMost(SIP_PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () ->
                  assertThat(peers.status())
                      .contains("phone_" + number + "_" + pbx.replace('.', '_') + " Registered"));
    }
  }

  /** Returns the line for the website. */
  private String addWidget(Portal admin) {
    admin.follow("Widgets");
    admin.follow("New widget");
    admin.fill("Name", "Front page");
    admin.fill("Websites it may appear on", Website.origin(instance.freePort(0)));
    admin.choose("Extension that rings", "101");
    admin.press("Save");
    Locator snippet = admin.page().locator("#snippet");
    assertThat(snippet).isVisible();
    Browser.screenshot(admin.page(), "widget");
    return snippet.innerText();
  }

  /** Returns the headings that the visitor saw after asking for the call. */
  private List<String> visitAndAskForCall(String snippet) throws Exception {
    int port = instance.freePort(0);
    try (Website website = new Website(port, snippet)) {
      Page page = browser.window();
      page.navigate(website.url());
      Locator launcher =
          page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Call me back"));
      Locator number = page.getByLabel("Your phone number");
      launcher.or(number).first().waitFor();
      if (!number.isVisible()) {
        launcher.click();
      }
      number.fill(TYPED_NUMBER);
      Browser.screenshot(page, "visitor-asks");
      page.evaluate(
          """
          () => {
            window.seen = [];
            document.addEventListener('ringfence-state', event => {
              if (event.detail.state !== 'sending')
                window.seen.push(event.target.shadowRoot.querySelector('h2').textContent);
            });
          }
          """);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Call me now")).click();
      assertThat(title(page, "You are connected")).isVisible(within(SIP_PATIENCE));
      Browser.screenshot(page, "visitor-connected");
      assertThat(title(page, "The call has ended")).isVisible(within(SIP_PATIENCE));
      return ((List<?>) page.evaluate("() => window.seen")).stream().map(String::valueOf).toList();
    }
  }

  private static Locator title(Page page, String text) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
  }

  /** Returns the id of the call, which is the attempt's. */
  private String callAppearsByPush(Portal admin, int pagesBefore) {
    Locator row = admin.page().getByRole(AriaRole.ROW).filter(withText(VISITOR));
    assertThat(row).containsText("Completed", containsWithin(SIP_PATIENCE));
    assertThat(row).containsText("101");
    assertThat(admin.pagesLoaded())
        .as("pages loaded until the call was shown")
        .isEqualTo(pagesBefore);
    Browser.screenshot(admin.page(), "calls");
    row.getByRole(AriaRole.LINK).click();
    assertThat(admin.heading(VISITOR)).isVisible();
    String path = URI.create(admin.page().url()).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void callShowsLegsTimesAndResult(Portal admin) {
    Page page = admin.page();
    assertThat(page.locator("#call")).containsText("Completed");
    assertThat(page.locator("#call")).containsText("Talked");
    Locator agent = page.getByRole(AriaRole.ROW).filter(withText("Agent"));
    assertThat(agent).containsText("101");
    assertThat(agent.locator("time")).hasCount(3);
    Locator visitor = page.getByRole(AriaRole.ROW).filter(withText("trunk-"));
    assertThat(visitor).containsText("Visitor");
    assertThat(visitor).containsText(VISITOR);
    assertThat(visitor.locator("time")).hasCount(3);
    Browser.screenshot(page, "call");
  }

  private void bothHeardEachOther(String attempt) throws Exception {
    assertThat(peers.providerEvents())
        .as("what the provider saw of attempt %s", attempt)
        .filteredOn(event -> event.attempt().equals(attempt))
        .extracting(Peers.ProviderEvent::event, Peers.ProviderEvent::number)
        .containsExactly(
            tuple("INVITE", VISITOR), tuple("ANSWERED", VISITOR), tuple("ENDED", VISITOR));

    Recording visitorHeard = peers.heardByVisitor(attempt);
    assertThat(visitorHeard.heard(Peers.AGENT_TONE))
        .as("the agent's tone at the visitor")
        .isGreaterThan(TALK);
    assertThat(visitorHeard.heard(Peers.VISITOR_TONE)).as("the visitor's own tone").isZero();
    Recording agentHeard = peers.heardByPhone("101");
    assertThat(agentHeard.heard(Peers.VISITOR_TONE))
        .as("the visitor's tone at the agent")
        .isGreaterThan(TALK);
    assertThat(agentHeard.heard(Peers.AGENT_TONE)).as("the agent's own tone").isZero();
  }

  private void restartEverything() throws Exception {
    Command.run(instance, Instance.checkout().resolve("ringfence"), "down");
    assertThat(SipOptions.ask(new InetSocketAddress(pbx, 5060), Duration.ofSeconds(2)))
        .as("answer of a PBX that is down")
        .isEmpty();
    Command.run(instance, Instance.checkout().resolve("ringfence"), "up");
  }

  private void nothingIsLost(String attempt) {
    Portal hoster = new Portal(instance, browser.window());
    hoster.signIn("hoster", instance.secret("HOSTER_PASSWORD"), "never asked for");
    hoster.open("/tenants/" + slug);
    assertThat(hoster.page().locator("#stages li[data-stage=RUNNING][data-state=done]"))
        .isVisible(within(MACHINE_PATIENCE));

    Portal admin = new Portal(instance, browser.window());
    admin.signIn(adminEmail, adminPassword, "never asked for");
    admin.follow("Trunks");
    admin.follow("Test provider");
    assertThat(admin.page().locator("#trunkState"))
        .containsText("Registered", containsWithin(SIP_PATIENCE));
    phonesRegister();
    admin.open("/t/" + slug + "/calls/" + attempt);
    callShowsLegsTimesAndResult(admin);
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.GetByTextOptions exact() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  private static LocatorAssertions.IsVisibleOptions within(Duration limit) {
    return new LocatorAssertions.IsVisibleOptions().setTimeout((double) limit.toMillis());
  }

  private static LocatorAssertions.HasTextOptions textWithin(Duration limit) {
    return new LocatorAssertions.HasTextOptions().setTimeout((double) limit.toMillis());
  }

  private static LocatorAssertions.ContainsTextOptions containsWithin(Duration limit) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout((double) limit.toMillis());
  }
}
