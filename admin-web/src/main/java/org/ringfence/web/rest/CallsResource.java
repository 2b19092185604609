package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.ringfence.web.call.Calls;

/** {@code /api/v1/tenants/<slug>/calls}, the newest first. */
@RequestScoped
@Described(does = "Calls made for callbacks.")
@Path("/tenants/{slug}")
@Produces(MediaType.APPLICATION_JSON)
public class CallsResource {
  @Inject ApiTenant api;
  @Inject Calls calls;

  @GET
  @Path("calls")
  @Listed
  @Described(
      does = "Lists calls made for callbacks, the newest first, at most 500.",
      answers = "CallbackCall",
      list = true)
  public Response calls(@PathParam("slug") String slug) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    calls.list(api.select(slug)).stream().map(Shapes::call).forEach(list::add);
    return ApiTenant.ok(list.build());
  }
}
