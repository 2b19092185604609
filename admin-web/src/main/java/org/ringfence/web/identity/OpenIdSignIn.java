package org.ringfence.web.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.LogoutDefinition;

/**
 * Sign-in through Keycloak by OpenID Connect. The claim {@code groups} carries the realm roles,
 * which are the portal's roles one to one. After sign-in {@link SignInCallback} leads back to the
 * page that was asked for: the mechanism's own redirect to the original resource fails in Soteria.
 */
@OpenIdAuthenticationMechanismDefinition(
    providerURI = "${oidc.provider}",
    clientId = "${oidc.clientId}",
    clientSecret = "${oidc.clientSecret}",
    redirectURI = "${oidc.redirectUri}",
    redirectToOriginalResource = false,
    claimsDefinition =
        @ClaimsDefinition(callerNameClaim = "preferred_username", callerGroupsClaim = Roles.CLAIM),
    logout = @LogoutDefinition(notifyProvider = true, redirectURI = "${oidc.signedOutUri}"))
@ApplicationScoped
public class OpenIdSignIn {}
