package org.ringfence.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.ringfence.client.ApiClient;
import org.ringfence.client.ApiException;
import org.ringfence.client.ApiResponse;
import org.ringfence.client.api.ExtensionsApi;
import org.ringfence.client.api.TenantApi;
import org.ringfence.client.model.Extension;
import org.ringfence.client.model.ExtensionChange;
import org.ringfence.client.model.ExtensionSettings;
import org.ringfence.client.model.FieldProblem;
import org.ringfence.client.model.NewExtension;
import org.ringfence.client.model.Problem;
import org.ringfence.client.model.SavedExtension;
import org.ringfence.client.model.Tenant;

/**
 * A program that knows the API from its description alone: the client was generated from it. At
 * home in the demo's tenant, which is left as it was found.
 */
class GeneratedClientIT {
  private static final String ACME = "acme";

  private final Instance instance = Instance.running();
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final ApiClient client = new ApiClient();

  @Test
  void an_extension_is_added_listed_changed_and_deleted_and_refusals_have_types() throws Exception {
    signIn();
    ExtensionsApi extensions = new ExtensionsApi(client);
    String number = String.valueOf(700_000 + System.nanoTime() / 1000 % 100_000);
    NewExtension wanted = new NewExtension().number(number).name("Program " + run);
    String key = UUID.randomUUID().toString();

    SavedExtension added = extensions.extensionsAdd(ACME, wanted, key);
    try {
      assertThat(added.getPassword()).isNotBlank();
      assertThat(extensions.extensionsAdd(ACME, wanted, key)).as("sent again").isEqualTo(added);
      assertThat(extensions.extensionsList(ACME, run, 10, null, null, null))
          .singleElement()
          .satisfies(listed -> assertThat(listed.getNumber()).isEqualTo(number));
      ApiResponse<Extension> read = extensions.extensionsGetWithHttpInfo(ACME, added.getId(), null);
      String tag = read.getHeaders().getOrDefault("etag", List.of("none")).get(0);
      assertThat(read.getData().getName()).isEqualTo("Program " + run);

      SavedExtension changed =
          extensions.extensionsChange(
              ACME,
              added.getId(),
              new ExtensionChange()
                  .name("Renamed " + run)
                  .settings(new ExtensionSettings().ringSeconds("25")),
              tag);
      assertThat(changed.getName()).isEqualTo("Renamed " + run);
      assertThat(changed.getSettings().getRingSeconds()).isEqualTo("25");
      assertThat(changed.getPassword()).as("told once").isNull();

      Problem stale =
          problem(
              412,
              () ->
                  extensions.extensionsChange(
                      ACME, added.getId(), new ExtensionChange().name("Too late"), tag));
      assertThat(stale.getDetail()).contains("Somebody changed this meanwhile");
      Problem taken = problem(422, () -> extensions.extensionsAdd(ACME, wanted, null));
      assertThat(taken.getField()).isEqualTo("number");
      assertThat(taken.getErrors()).extracting(FieldProblem::getField).contains("number");
    } finally {
      extensions.extensionsDelete(ACME, added.getId(), null);
    }
    assertThat(problem(404, () -> extensions.extensionsGet(ACME, added.getId(), null)).getTitle())
        .isEqualTo("Not found");
  }

  @Test
  void moments_and_states_have_types() throws Exception {
    signIn();

    Tenant acme = new TenantApi(client).tenantGet(ACME, null);

    assertThat(acme.getIdentity()).isEqualTo(Tenant.IdentityEnum.READY);
    assertThat(acme.getDesired()).isEqualTo(Tenant.DesiredEnum.RUNNING);
    assertThat(acme.getCreatedAt()).isBefore(acme.getStageSince());
    assertThat(List.of(Tenant.StageEnum.values())).contains(acme.getStage());
  }

  private void signIn() throws Exception {
    String token = new Http(instance).hosterToken();
    client.updateBaseUri(instance.portalUrl() + "/api/v1");
    client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));
  }

  private Problem problem(int status, ThrowingCallable call) throws JsonProcessingException {
    ApiException refused = catchThrowableOfType(ApiException.class, call);
    assertThat(refused.getCode()).as(refused.getResponseBody()).isEqualTo(status);
    Problem problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    assertThat(problem.getStatus()).isEqualTo(status);
    return problem;
  }
}
