package org.ringfence.web.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.ringfence.web.shell.Lazy;

/** The person or program behind this request. */
@Named("user")
@RequestScoped
public class SignedIn {
  private static final String CLAIMS = SignedIn.class.getName();
  private static final String KEY = CLAIMS + ".key";

  @Inject HttpServletRequest request;
  @Inject OpenIdContext openId;

  private final Lazy<IdentityClaims> claims = new Lazy<>(this::read);

  /** Keeps what a bearer token said for the rest of its request. */
  static void remember(HttpServletRequest request, IdentityClaims claims) {
    request.setAttribute(CLAIMS, claims);
  }

  /** Keeps that it was a key, for the rest of its request. */
  static void rememberKey(HttpServletRequest request) {
    request.setAttribute(KEY, true);
  }

  public String getName() {
    return claims().name();
  }

  public boolean isPlatformAdmin() {
    return claims().roles().contains(Roles.PLATFORM_ADMIN);
  }

  public boolean isTenantAdmin() {
    return claims().roles().contains(Roles.TENANT_ADMIN);
  }

  /** Whether this request was authenticated by its own token rather than by a session cookie. */
  public boolean isByToken() {
    return request.getAttribute(CLAIMS) != null;
  }

  /** Whether this is a program with an API key. */
  public boolean isByKey() {
    return request.getAttribute(KEY) != null;
  }

  /** Slugs of the tenants whose organization this caller belongs to. */
  public Set<String> organizations() {
    return claims().organizations();
  }

  private IdentityClaims claims() {
    return claims.get();
  }

  private IdentityClaims read() {
    if (request.getAttribute(CLAIMS) instanceof IdentityClaims ofToken) {
      return ofToken;
    }
    Principal principal = request.getUserPrincipal();
    if (principal == null) {
      return new IdentityClaims("", Set.of(), Set.of());
    }
    Set<String> roles = new LinkedHashSet<>();
    for (String role : Set.of(Roles.PLATFORM_ADMIN, Roles.TENANT_ADMIN)) {
      if (request.isUserInRole(role)) {
        roles.add(role);
      }
    }
    return new IdentityClaims(
        principal.getName(),
        roles,
        IdentityClaims.organizations(
            openId.getIdentityToken().getClaims().get(IdentityClaims.ORGANIZATION)));
  }
}
