package org.ringfence.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An open page shows what is, also when the network broke while it changed. At home in the demo's
 * tenant, which is left as it was found.
 */
class LivePagesIT {

  private static final String EXTENSIONS = "/tenants/acme/extensions";
  private static final String WIDGETS = "/tenants/acme/widgets";
  private static final String CALLBACKS = "/tenants/acme/callbacks";
  private static final Pattern SOCKET = Pattern.compile("wss?://.*/jakarta\\.faces\\.push/live.*");

  /** The code with which a server that goes down closes its sockets (RFC 6455). */
  private static final int GOING_AWAY = 1001;

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Browser browser = new Browser();
  private final Portal admin = new Portal(instance, browser.window());
  private final Deque<String> made = new ArrayDeque<>();
  private final List<WebSocketRoute> sockets = new ArrayList<>();
  private boolean broken;

  @BeforeEach
  void signIn() {
    admin.signIn(
        "admin@acme.example.org", instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
  }

  @AfterEach
  void removeWhatWasMade() throws Exception {
    browser.close();
    while (!made.isEmpty()) {
      http.api("DELETE", made.pop(), "");
    }
  }

  @Test
  void what_changed_while_the_socket_was_broken_is_shown_when_it_is_back() throws Exception {
    watchSockets();
    admin.open("/t/acme/extensions");
    String before = newExtension("before the break");
    assertThat(admin.page().getByText(before)).isVisible();
    int pages = admin.pagesLoaded();

    broken = true;
    closeSockets();
    assertThat(admin.page().locator("#offline")).isVisible();
    String during = newExtension("during the break");
    broken = false;

    assertThat(admin.page().getByText(during)).isVisible();
    assertThat(admin.page().locator("#offline")).isHidden();
    String after = newExtension("after the break");
    assertThat(admin.page().getByText(after)).isVisible();
    assertThat(admin.pagesLoaded()).as("pages loaded since").isEqualTo(pages);
  }

  @Test
  void a_page_whose_first_socket_fails_is_live_all_the_same() throws Exception {
    broken = true;
    watchSockets();
    admin.open("/t/acme/extensions");
    assertThat(admin.page().locator("#offline")).isVisible();
    broken = false;

    assertThat(admin.page().locator("#offline")).isHidden();
    String name = newExtension("after the first attempt");
    assertThat(admin.page().getByText(name)).isVisible();
  }

  @Test
  void a_page_whose_question_got_no_answer_asks_again() throws Exception {
    admin.open("/t/acme/widgets");
    String before = newWidget("before the failure");
    assertThat(admin.page().getByText(before)).isVisible();
    AtomicInteger refused = new AtomicInteger();
    admin.page().route(Pattern.compile(".*/t/acme/widgets.*"), route -> refuseOnce(route, refused));

    // One change is one signal is one question for the list.
    String name = newWidget("behind a failure");

    assertThat(admin.page().getByText(name)).isVisible();
    assertThat(refused).as("questions that got no answer").hasValue(1);
  }

  @Test
  void the_board_of_the_dialer_moves_while_one_looks() throws Exception {
    admin.open("/t/acme/dialer");
    assertThat(admin.page().locator("#lane")).containsText("Dialling");
    Locator waiting = admin.page().locator("#queue div:has(dt:text-is('Waiting')) dd");
    int before = Integer.parseInt(waiting.textContent());
    int pages = admin.pagesLoaded();

    HttpResponse<String> answer =
        http.api(
            "POST",
            CALLBACKS,
            "{\"agent\":\"101\",\"visitor\":\"+442079460100\",\"at\":\"%s\",\"awake\":true}"
                .formatted(Instant.now().plus(Duration.ofDays(30))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    made.push(CALLBACKS + "/" + Http.text(answer.body(), "id"));

    assertThat(waiting).hasText(String.valueOf(before + 1));
    http.api("DELETE", made.pop(), "");
    assertThat(waiting).hasText(String.valueOf(before));
    assertThat(admin.pagesLoaded()).as("pages loaded since").isEqualTo(pages);
  }

  private static void refuseOnce(Route route, AtomicInteger refused) {
    String sent = route.request().postData();
    if (sent != null && sent.contains("listLive") && refused.compareAndSet(0, 1)) {
      route.abort("connectionreset");
    } else {
      route.resume();
    }
  }

  private void watchSockets() {
    admin
        .page()
        .routeWebSocket(
            SOCKET,
            socket -> {
              if (broken) {
                goAway(socket);
              } else {
                sockets.add(socket);
                socket.connectToServer();
              }
            });
  }

  private void closeSockets() {
    assertThat(sockets).as("sockets of the page").isNotEmpty();
    sockets.forEach(LivePagesIT::goAway);
    sockets.clear();
  }

  private static void goAway(WebSocketRoute socket) {
    socket.close(new WebSocketRoute.CloseOptions().setCode(GOING_AWAY));
  }

  /** Returns its name, which no other one has. */
  private String newExtension(String when) throws Exception {
    long now = System.currentTimeMillis();
    String name = "Live " + when + " " + now;
    HttpResponse<String> answer =
        http.api(
            "POST",
            EXTENSIONS,
            "{\"number\":\"%s\",\"name\":\"%s\"}".formatted(700_000 + now % 100_000, name));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    made.push(EXTENSIONS + "/" + Http.text(answer.body(), "id"));
    return name;
  }

  private String newWidget(String when) throws Exception {
    String name = "Live " + when + " " + System.currentTimeMillis();
    HttpResponse<String> answer =
        http.api(
            "POST",
            WIDGETS,
            "{\"name\":\"%s\",\"origins\":\"https://example.org\",\"agent\":\"101\"}"
                .formatted(name));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    made.push(WIDGETS + "/" + Http.text(answer.body(), "id"));
    return name;
  }
}
