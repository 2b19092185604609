package org.ringfence.web.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where the identity provider is and who the portal is there, as the expressions in {@link
 * OpenIdSignIn} read it. Each expression must be a whole annotation value, hence one property per
 * address.
 */
@Named("oidc")
@ApplicationScoped
public class OpenIdSettings {
  @Inject
  @ConfigProperty(name = "ringfence.oidc.provider")
  String provider;

  @Inject
  @ConfigProperty(name = "ringfence.oidc.client.id", defaultValue = "ringfence-portal")
  String clientId;

  @Inject
  @ConfigProperty(name = "ringfence.oidc.client.secret")
  String clientSecret;

  @Inject
  @ConfigProperty(name = "ringfence.portal.url")
  String portalUrl;

  public String getProvider() {
    return provider;
  }

  public String getClientId() {
    return clientId;
  }

  public String getClientSecret() {
    return clientSecret;
  }

  public String getRedirectUri() {
    return portalUrl + "/callback";
  }

  public String getSignedOutUri() {
    return portalUrl + "/signed-out";
  }

  /** The origin of the identity provider: signing out leads there from a form. */
  public String getOrigin() {
    URI address = URI.create(provider);
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  /** The portal's own address, to tell its pages from foreign ones. */
  URI portal() {
    return URI.create(portalUrl);
  }
}
