package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
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
