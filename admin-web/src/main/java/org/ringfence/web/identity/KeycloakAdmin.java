package org.ringfence.web.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringfence.domain.Secret;
import org.ringfence.domain.tenant.Tenant;

/**
 * Makes a tenant's organization and its first administrator in Keycloak by its admin REST API.
 * Every step looks before it acts, so that a run that was cut off is simply run again.
 */
@ApplicationScoped
public class KeycloakAdmin {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject
  @ConfigProperty(name = "ringfence.oidc.provider")
  String provider;

  @Inject
  @ConfigProperty(name = "ringfence.keycloak.url")
  String keycloak;

  @Inject
  @ConfigProperty(name = "ringfence.keycloak.admin.client", defaultValue = "ringfence-provisioner")
  String client;

  @Inject
  @ConfigProperty(name = "ringfence.keycloak.admin.secret")
  String secret;

  private HttpClient http;

  @PostConstruct
  void connect() {
    http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  /** Keycloak did not do what was asked; trying again later may help. */
  public static final class KeycloakFailure extends Exception {
    private static final long serialVersionUID = 1L;

    KeycloakFailure(String what) {
      super(what);
    }

    KeycloakFailure(String what, Exception cause) {
      super(what, cause);
    }
  }

  /**
   * Brings about organization, administrator, role and membership.
   *
   * @return the administrator's first password, to be changed at the first sign-in; empty when the
   *     person had an account already and keeps its password
   */
  public Optional<Secret> setUp(Tenant tenant) throws KeycloakFailure {
    String token = token();
    String organization = organization(token, tenant);
    Account account = account(token, tenant);
    grantTenantAdmin(token, account.id());
    join(token, organization, account.id());
    return account.firstPassword();
  }

  /** An administrator's account; the password is there only when it was set just now. */
  private record Account(String id, Optional<Secret> firstPassword) {}

  private Account account(String token, Tenant tenant) throws KeycloakFailure {
    Optional<JsonObject> known = findUser(token, tenant);
    Secret password = Secret.readable();
    if (known.isEmpty()) {
      create(token, tenant, password);
      String id =
          findUser(token, tenant)
              .orElseThrow(() -> new KeycloakFailure("The new user is not found."))
              .getString("id");
      return new Account(id, Optional.of(password));
    }
    String id = known.get().getString("id");
    if (!neverSignedIn(known.get())) {
      return new Account(id, Optional.empty());
    }
    // Left by a run that was cut off before it could say the password.
    expect(
        send(token, "PUT", "/users/" + id + "/reset-password", temporary(password).build()), 204);
    return new Account(id, Optional.of(password));
  }

  private static boolean neverSignedIn(JsonObject user) {
    return user.getJsonArray("requiredActions").getValuesAs(JsonString::getString).stream()
        .anyMatch("UPDATE_PASSWORD"::equals);
  }

  private void create(String token, Tenant tenant, Secret password) throws KeycloakFailure {
    expect(
        send(
            token,
            "POST",
            "/users",
            Json.createObjectBuilder()
                .add("username", tenant.adminEmail().value())
                .add("email", tenant.adminEmail().value())
                .add("emailVerified", true)
                .add("enabled", true)
                // Not the tenant's name: Keycloak refuses some characters in names of persons.
                .add("firstName", "Tenant")
                .add("lastName", "Administrator")
                .add("credentials", Json.createArrayBuilder().add(temporary(password)))
                .build()),
        201);
  }

  private static JsonObjectBuilder temporary(Secret password) {
    return Json.createObjectBuilder()
        .add("type", "password")
        .add("value", password.reveal())
        .add("temporary", true);
  }

  private String organization(String token, Tenant tenant) throws KeycloakFailure {
    Optional<String> known = findOrganization(token, tenant);
    if (known.isPresent()) {
      return known.get();
    }
    expect(
        send(
            token,
            "POST",
            "/organizations",
            Json.createObjectBuilder()
                .add("name", tenant.slug().value())
                .add("alias", tenant.slug().value())
                .add("description", tenant.name().value())
                .add("enabled", true)
                .add("domains", JsonValue.EMPTY_JSON_ARRAY)
                .build()),
        201);
    return findOrganization(token, tenant)
        .orElseThrow(() -> new KeycloakFailure("The new organization is not found."));
  }

  private Optional<String> findOrganization(String token, Tenant tenant) throws KeycloakFailure {
    return expectArray(send(token, "GET", "/organizations?q=" + encode("alias:" + tenant.slug())))
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(each -> each.getString("alias", "").equals(tenant.slug().value()))
        .map(each -> each.getString("id"))
        .findFirst();
  }

  private Optional<JsonObject> findUser(String token, Tenant tenant) throws KeycloakFailure {
    return expectArray(
            send(
                token,
                "GET",
                "/users?exact=true&briefRepresentation=false&username="
                    + encode(tenant.adminEmail().value())))
        .getValuesAs(JsonObject.class)
        .stream()
        .findFirst();
  }

  private void grantTenantAdmin(String token, String userId) throws KeycloakFailure {
    JsonStructure role = body(expect(send(token, "GET", "/roles/" + Roles.TENANT_ADMIN), 200));
    expect(
        send(
            token,
            "POST",
            "/users/" + userId + "/role-mappings/realm",
            Json.createArrayBuilder().add(role).build()),
        204);
  }

  private void join(String token, String organization, String userId) throws KeycloakFailure {
    HttpResponse<String> answer =
        send(
            token, "POST", "/organizations/" + organization + "/members", Json.createValue(userId));
    // 409: already a member.
    if (answer.statusCode() != 409) {
      expect(answer, 201);
    }
  }

  private String token() throws KeycloakFailure {
    String form =
        Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret)
            .entrySet()
            .stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(provider + "/protocol/openid-connect/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return body(expect(send(request), 200)).asJsonObject().getString("access_token");
  }

  private HttpResponse<String> send(String token, String method, String path)
      throws KeycloakFailure {
    return send(request(token, path).method(method, HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpResponse<String> send(String token, String method, String path, JsonValue body)
      throws KeycloakFailure {
    return send(
        request(token, path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String token, String path) {
    String realm = provider.substring(provider.lastIndexOf('/') + 1);
    return HttpRequest.newBuilder(URI.create(keycloak + "/admin/realms/" + realm + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws KeycloakFailure {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException unreachable) {
      throw new KeycloakFailure("Keycloak cannot be reached.", unreachable);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new KeycloakFailure("Stopping.", stopping);
    }
  }

  private static HttpResponse<String> expect(HttpResponse<String> answer, int status)
      throws KeycloakFailure {
    if (answer.statusCode() != status) {
      // The request may hold a password and is not repeated here; Keycloak's answer never does.
      throw new KeycloakFailure(
          "Keycloak answered "
              + answer.statusCode()
              + " to "
              + answer.request().method()
              + " "
              + answer.request().uri().getPath()
              + ": "
              + answer.body());
    }
    return answer;
  }

  private static JsonArray expectArray(HttpResponse<String> answer) throws KeycloakFailure {
    return body(expect(answer, 200)).asJsonArray();
  }

  private static JsonStructure body(HttpResponse<String> answer) {
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.read();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
