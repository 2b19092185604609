package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ringfence.system.Addresses.Operation;

/**
 * What is another tenant's does not exist, for every operation of the API and every page. A new one
 * is tested by being there, and fails when no object of {@link Seeds} fits into its address. At
 * home in the demo's tenant, which is left as it was found; the other one's VM never starts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignTenantIT {
  private static final String ADMIN = "admin@acme.example.org";

  /** What happens by itself, and the span of a report that ends now. */
  private static final Set<String> MOVING =
      Set.of(
          "state",
          "status",
          "stage",
          "stageSince",
          "reason",
          "changedAt",
          "findings",
          "from",
          "to");

  /** Numbers are no objects: under every tenant there is something, or nothing, to say of them. */
  private static final Set<String> OF_NO_ONE = Set.of("{number}");

  private final Instance instance = Instance.running();
  private final Http http = new Http(instance);
  private final Browser browser = new Browser();
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final Seeds own = new Seeds(instance, "acme", "Quay" + run);
  private final Seeds other = new Seeds(instance, "other" + run, "Vault" + run);
  private final Seeds nobody = new Seeds(instance, "nobody" + run, "");
  private List<Operation> operations = List.of();

  @BeforeAll
  void twoTenants() throws Exception {
    HttpResponse<String> created = createOther();
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(createOther().body()).as("the same request again").isEqualTo(created.body());
    assertThat(http.api("POST", "/tenants/" + other.slug() + "/stop", "").statusCode())
        .isEqualTo(202);
    own.plant();
    other.plant();
    other.plantSnapshot();
    operations =
        Addresses.operations(
            http.send(http.hosterToken(), "GET", "/openapi.json", "", new byte[0]).body());
    assertThat(operations).hasSizeGreaterThan(80);
  }

  private HttpResponse<String> createOther() throws Exception {
    return http.send(
        http.hosterToken(),
        "POST",
        "/v1/tenants",
        "application/json",
        """
        {"slug":"%s","name":"%s","country":"DE","adminEmail":"admin@%s.example.org"}
        """
            .formatted(other.slug(), other.mark(), other.slug())
            .getBytes(StandardCharsets.UTF_8),
        "Idempotency-Key",
        "creates-" + other.slug());
  }

  @AfterAll
  void leaveAsFound() throws Exception {
    browser.close();
    own.clear();
    http.api("DELETE", "/tenants/" + other.slug(), "");
  }

  private String person() throws Exception {
    return http.token(ADMIN, instance.secret("DEMO_ADMIN_PASSWORD"));
  }

  private HttpResponse<String> call(String token, Operation operation, String path)
      throws Exception {
    return http.send(
        token,
        operation.method(),
        "/v1" + path,
        operation.type(),
        (operation.type().isEmpty() ? "" : "{}").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void under_another_tenants_name_nothing_is_found_by_a_person_or_a_key() throws Exception {
    HttpResponse<String> key =
        http.api("POST", "/tenants/acme/api-keys", "{\"name\":\"foreign\",\"scope\":\"WRITE\"}");
    List<String> before = everythingOf(other);
    SoftAssertions softly = new SoftAssertions();
    for (String token : List.of(person(), Http.text(key.body(), "secret"))) {
      for (Operation operation : operations) {
        for (String path : Addresses.fill(operation.path(), other, List.of(other))) {
          HttpResponse<String> answer = call(token, operation, path);
          HttpResponse<String> unknown =
              call(token, operation, path.replace(other.slug(), nobody.slug()));
          softly
              .assertThat(answer.statusCode())
              .as("%s %s", operation, path)
              .isIn(403, 404)
              .isEqualTo(unknown.statusCode());
          softly.assertThat(answer.body()).as(path).isEqualTo(unknown.body());
        }
      }
    }
    http.api("DELETE", "/tenants/acme/api-keys/" + Http.text(key.body(), "id"), "");
    softly.assertAll();
    assertThat(everythingOf(other)).isEqualTo(before);
  }

  @Test
  void under_ones_own_name_nothing_of_another_tenant_is_found() throws Exception {
    String token = person();
    List<String> before = everythingOf(other);
    SoftAssertions softly = new SoftAssertions();
    for (Operation operation : operations) {
      for (String path : withForeignObjects(operation)) {
        HttpResponse<String> answer = call(token, operation, path);
        if (OF_NO_ONE.stream().noneMatch(operation.path()::contains)
            && Addresses.objects(operation.path()) > 0) {
          softly.assertThat(answer.statusCode()).as("%s %s", operation, path).isIn(403, 404);
        }
        softly.assertThat(answer.body()).as(path).doesNotContain(other.mark());
        softly.assertThat(other.ids()).as(path).noneMatch(answer.body()::contains);
      }
    }
    softly.assertAll();
    assertThat(everythingOf(other)).isEqualTo(before);
  }

  /** Lists, and whatever names objects: all of them the other's, or only the last. */
  private List<String> withForeignObjects(Operation operation) {
    String template = operation.path();
    int objects = Addresses.objects(template);
    if (objects == 0) {
      return operation.method().equals("GET") && !operation.streams()
          ? Addresses.fill(template, own, List.of(own))
          : List.of();
    }
    List<String> paths = new ArrayList<>(Addresses.fill(template, own, List.of(other)));
    if (objects > 1) {
      paths.addAll(Addresses.fill(template, own, List.of(own, other)));
    }
    paths.removeAll(Addresses.fill(template, own, List.of(own)));
    return paths;
  }

  @Test
  void every_address_is_filled_with_what_is_really_there() throws Exception {
    String token = http.hosterToken();
    SoftAssertions softly = new SoftAssertions();
    for (Operation operation : operations) {
      // These sounds come from a VM; a rehearsal needs to be told who calls whom.
      if (!operation.method().equals("GET")
          || operation.streams()
          || operation.path().matches(".*/(sound|recording|call-rehearsal)$")) {
        continue;
      }
      for (String path : Addresses.fill(operation.path(), other, List.of(other))) {
        HttpResponse<String> answer = call(token, operation, path);
        softly.assertThat(answer.statusCode()).as(path).isEqualTo(200);
        // Lists of what has no id are short.
        if (answer.body().startsWith("[") && answer.body().contains("\"id\"")) {
          softly.assertThat(operation.description().toString()).as(path).contains("\"after\"");
        }
      }
    }
    softly.assertAll();
  }

  @Test
  void whatever_the_api_creates_it_creates_once_per_idempotency_key() {
    // Callbacks, and what else Seeds makes, were each sent twice; the table of extensions is not.
    assertThat(operations)
        .filteredOn(Operation::isOnce)
        .extracting(Operation::path)
        .filteredOn(path -> !path.equals("/tenants/{slug}/extensions/table"))
        .isNotEmpty()
        .allMatch(path -> own.creations().contains(path) || other.creations().contains(path));
  }

  @Test
  void nothing_can_be_made_that_leads_to_another_tenants_things() throws Exception {
    String token = person();
    Map<String, String> theirs = new TreeMap<>();
    List<String> mine = List.copyOf(own.ids());
    own.handlings().forEach((kind, id) -> theirs.put(id, other.handlings().get(kind)));
    for (String word : List.of("extensions", "trunks", "sounds", "widgets")) {
      theirs.put(own.after(word), other.after(word));
    }
    assertThat(mine).containsAll(theirs.keySet());
    List<String> refused = new ArrayList<>();
    SoftAssertions softly = new SoftAssertions();
    for (Map.Entry<String, String> handling : own.handlings().entrySet()) {
      String path = "/v1/tenants/acme/call-handling/" + handling.getKey();
      JsonObject stored =
          Seeds.json(
                  http.send(token, "GET", path + "/" + handling.getValue(), "", new byte[0]).body())
              .getAsJsonObject();
      List.of("id", "destination", "usedBy").stream()
          .filter(member -> !member.equals("destination") || !handling.getKey().equals("number"))
          .forEach(stored::remove);
      stored.add("name", new JsonPrimitive("Borrowed"));
      String text = stored.toString();
      String borrowed = text;
      for (Map.Entry<String, String> each : theirs.entrySet()) {
        borrowed = borrowed.replace(each.getKey(), each.getValue());
      }
      if (!borrowed.equals(text)) {
        refused.add(handling.getKey());
        HttpResponse<String> answer =
            http.send(
                token, "POST", path, "application/json", borrowed.getBytes(StandardCharsets.UTF_8));
        softly.assertThat(answer.statusCode()).as("%s %s", path, borrowed).isEqualTo(422);
        softly.assertThat(answer.body()).as(path).doesNotContain(other.mark());
      }
    }
    softly.assertAll();
    assertThat(refused)
        .contains("ring-group", "queue", "menu", "music", "ad", "outbound-route", "recording");
  }

  @Test
  void no_page_shows_or_changes_anything_of_another_tenant() throws Exception {
    Portal admin = new Portal(instance, browser.window());
    admin.signIn(ADMIN, instance.secret("DEMO_ADMIN_PASSWORD"), "never asked for");
    APIRequestContext requests = admin.page().context().request();
    List<String> before = everythingOf(other);
    SoftAssertions softly = new SoftAssertions();
    List<String> templates = new ArrayList<>(Addresses.pages());
    assertThat(templates).hasSizeGreaterThan(40);
    templates.addAll(Addresses.downloads());
    for (String template : templates) {
      for (String path : Addresses.fill(template, other, List.of(other))) {
        softly.assertThat(get(requests, path).status()).as(path).isEqualTo(404);
      }
      List<String> mine = Addresses.fill(template, own, List.of(own));
      List<String> foreign = Addresses.fill(template, own, List.of(other));
      for (int at = 0; at < mine.size(); at++) {
        APIResponse page = get(requests, mine.get(at));
        boolean heard = mine.get(at).contains("sound") && mine.get(at).contains("voicemail");
        if (!heard && !mine.get(at).endsWith(".wav")) {
          softly.assertThat(page.status()).as(mine.get(at)).isEqualTo(200);
        }
        String text = page.text();
        softly.assertThat(text).as(mine.get(at)).doesNotContain(other.mark());
        softly.assertThat(other.ids()).as(mine.get(at)).noneMatch(text::contains);
        if (!foreign.get(at).equals(mine.get(at))) {
          APIResponse answer = get(requests, foreign.get(at));
          // What is known of a number under one's own tenant is one's own.
          if (!template.contains("{number}")) {
            softly.assertThat(answer.status()).as(foreign.get(at)).isEqualTo(404);
          }
          softly.assertThat(answer.text()).as(foreign.get(at)).doesNotContain(other.mark());
        }
        for (Map<String, String> form : forms(admin, text)) {
          String elsewhere = mine.get(at).replace("/t/acme", "/t/" + other.slug());
          softly
              .assertThat(post(requests, elsewhere, form).status())
              .as("%s in %s", form.keySet(), elsewhere)
              .isEqualTo(404);
          if (!foreign.get(at).equals(mine.get(at)) && !removes(form)) {
            String answer = post(requests, foreign.get(at), form).text();
            softly.assertThat(answer).as(foreign.get(at)).doesNotContain(other.mark());
          }
        }
      }
    }
    APIResponse found = get(requests, "/t/acme/search?q=" + other.mark());
    softly.assertThat(other.ids()).as("search").noneMatch(found.text()::contains);
    softly.assertAll();
    assertThat(everythingOf(other)).isEqualTo(before);
  }

  private APIResponse get(APIRequestContext requests, String path) {
    return requests.get(
        instance.portalUrl() + path, RequestOptions.create().setMaxRedirects(0).setTimeout(60_000));
  }

  private APIResponse post(APIRequestContext requests, String path, Map<String, String> form) {
    FormData data = FormData.create();
    form.forEach(data::set);
    return requests.post(
        instance.portalUrl() + path,
        RequestOptions.create()
            .setMaxRedirects(0)
            .setTimeout(60_000)
            .setHeader("Origin", instance.portalUrl())
            .setForm(data));
  }

  /** Pages of the view scope remember which object they were opened for: that is one's own. */
  private static boolean removes(Map<String, String> form) {
    return form.keySet().stream().anyMatch(field -> field.matches("(?i).*(delete|erase|revoke).*"));
  }

  /** What a browser would send, for every button of every form of a page. */
  private static List<Map<String, String>> forms(Portal portal, String html) {
    Object found =
        portal
            .page()
            .evaluate(
                """
                html => { const nonce = html.match(/csp\\.init\\('([^']+)'/)?.[1].replaceAll('\\\\/', '/') ?? '';
                  return [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('form')]
                  .filter(form => form.method === 'post' && form.elements['jakarta.faces.ViewState'])
                  .flatMap(form => [...form.querySelectorAll('button[name], input[type=submit]')]
                    .map(button => [...new FormData(form), [button.name, button.value],
                      ['primefaces.nonce', nonce]]))
                  .map(fields => fields.map(([name, value]) => name + '\\n' + value)) }
                """,
                html);
    List<Map<String, String>> forms = new ArrayList<>();
    for (Object form : (List<?>) found) {
      Map<String, String> fields = new TreeMap<>();
      for (Object field : (List<?>) form) {
        String[] parts = String.valueOf(field).split("\n", 2);
        fields.put(parts[0], parts[1]);
      }
      forms.add(fields);
    }
    return forms;
  }

  /** All that the API tells the hoster about a tenant, without what moves by itself. */
  private List<String> everythingOf(Seeds tenant) throws Exception {
    String token = http.hosterToken();
    List<String> told = new ArrayList<>();
    for (Operation operation : operations) {
      // Where its VM stands moves by itself.
      if (operation.method().equals("GET")
          && !operation.streams()
          && !operation.path().endsWith("/stages")) {
        for (String path : Addresses.fill(operation.path(), tenant, List.of(tenant))) {
          String body = call(token, operation, path).body();
          told.add(path + " " + (body.startsWith("{") || body.startsWith("[") ? still(body) : ""));
        }
      }
    }
    return told;
  }

  private static String still(String body) {
    JsonElement json = Seeds.json(body);
    (json instanceof JsonArray list ? list.asList() : List.of(json))
        .forEach(
            each -> {
              if (each instanceof JsonObject object) {
                MOVING.forEach(object::remove);
              }
            });
    return json.toString();
  }
}
