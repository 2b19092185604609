package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.tenant.CurrentTenant;

/** Who calls the API, and for which tenant. */
@RequestScoped
public class ApiTenant {
  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject HttpServletRequest request;

  /** The tenant in the path; a foreign one does not exist. */
  TenantId select(String slug) {
    if (tenant.select(slug) != CurrentTenant.Access.ALLOWED) {
      throw Problems.notFound();
    }
    return tenant.id();
  }

  /** For what concerns the whole platform. */
  void requirePlatformAdmin() {
    if (!user.isPlatformAdmin()) {
      throw new jakarta.ws.rs.WebApplicationException(
          Problems.of(403, "Forbidden", "Only a platform admin may do this."));
    }
  }

  /** For what a program must not do with a key: it would make itself keys of its own. */
  void requirePerson() {
    if (user.isByKey()) {
      throw new jakarta.ws.rs.WebApplicationException(
          Problems.of(403, "Forbidden", "An API key cannot do this. Please sign in yourself."));
    }
  }

  /**
   * Refuses a change that was made for something else than what is there.
   *
   * @param current the object as the API shows it
   */
  void requireMatch(JsonObject current) {
    String wanted = request.getHeader("If-Match");
    if (wanted != null && !Etags.names(wanted, Etags.of(current))) {
      throw new jakarta.ws.rs.WebApplicationException(
          Problems.of(
              412,
              "Precondition failed",
              "Somebody changed this meanwhile. Please get it again and repeat your change."));
    }
  }

  String actor() {
    return user.getName();
  }

  static Response created(String path, JsonObject entity) {
    return Response.created(URI.create("/api/v1" + path)).entity(entity.toString()).build();
  }

  static Response ok(JsonStructure entity) {
    return Response.ok(entity.toString()).build();
  }
}
