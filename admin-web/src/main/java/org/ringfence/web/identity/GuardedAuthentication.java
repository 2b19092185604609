package org.ringfence.web.identity;

import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ringfence.domain.access.ApiKeySecret;

/**
 * What OpenID Connect sign-in does not cover: bearer tokens on the API, browsers whose session
 * ended while a page was open, and a Keycloak that does not answer.
 *
 * <p>A mechanism that throws leaves an empty answer and no line in the log, so nothing may escape
 * from here.
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public abstract class GuardedAuthentication implements HttpAuthenticationMechanism {
  private static final Logger LOG = Logger.getLogger(GuardedAuthentication.class.getName());
  private static final String BEARER = "Bearer ";

  @Inject @Delegate @Any HttpAuthenticationMechanism openId;

  @Inject IdentityProvider identityProvider;
  @Inject OpenIdContext session;
  @Inject KeySignIn keys;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    try {
      String path = request.getRequestURI().substring(request.getContextPath().length());
      if (path.startsWith("/api/") || (isForMachines(path) && hasToken(request))) {
        return bearer(request, response, context);
      }
      if (isForNobody(path) && !context.isProtected()) {
        return context.doNothing();
      }
      if (context.isProtected() && request.getUserPrincipal() == null) {
        if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
          return reload(request, response);
        }
        if (!identityProvider.isReachable()) {
          return unavailable(response);
        }
      }
      return withRoles(request, openId.validateRequest(request, response, context), context);
    } catch (RuntimeException | AuthenticationException failure) {
      LOG.log(Level.WARNING, "Sign-in failed", failure);
      return unavailable(response);
    }
  }

  /**
   * Gives a caller whose session goes on the roles again. The mechanism leaves it to Payara to find
   * them, and under load Payara loses them: people were told 403 now and then
   * (github.com/payara/Payara/issues/6145).
   */
  private AuthenticationStatus withRoles(
      HttpServletRequest request, AuthenticationStatus status, HttpMessageContext context) {
    Principal caller = request.getUserPrincipal();
    if (status != AuthenticationStatus.SUCCESS || caller == null) {
      return status;
    }
    Object claim = session.getIdentityToken().getClaims().get(Roles.CLAIM);
    return context.notifyContainerAboutLogin(caller.getName(), IdentityClaims.roles(claim));
  }

  /**
   * Where nobody signs in, and many ask: the mechanism puts its whole configuration together for
   * each request.
   */
  private static boolean isForNobody(String path) {
    return path.startsWith("/widget/") || path.startsWith("/guest/");
  }

  /** What a browser may look at and a monitoring system reads with a token. */
  private static boolean isForMachines(String path) {
    return path.startsWith("/metrics") || path.startsWith("/openapi");
  }

  private static boolean hasToken(HttpServletRequest request) {
    return request.getHeader("Authorization") != null;
  }

  private AuthenticationStatus bearer(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<String> token =
        Optional.ofNullable(request.getHeader("Authorization"))
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(header -> header.substring(BEARER.length()).strip());
    if (token.isEmpty()) {
      return unauthorized(response, "Bearer", "Please send a bearer token of Keycloak.");
    }
    if (token.get().startsWith(ApiKeySecret.PREFIX)) {
      return key(request, response, context, token.get());
    }
    try {
      IdentityClaims claims = identityProvider.verify(token.get());
      SignedIn.remember(request, claims);
      return context.notifyContainerAboutLogin(claims.name(), claims.roles());
    } catch (AccessTokens.Refused refused) {
      LOG.log(Level.FINE, "Bearer token refused", refused);
      return unauthorized(
          response,
          "Bearer error=\"invalid_token\"",
          "The token is not valid here, or no longer. Please fetch a new one.");
    }
  }

  /** A program with an API key: it has the rights of its owner within its scope. */
  private AuthenticationStatus key(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpMessageContext context,
      String presented) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    KeySignIn.Outcome outcome =
        keys.check(presented, request.getMethod(), path, request.getRemoteAddr());
    if (outcome instanceof KeySignIn.Accepted accepted) {
      SignedIn.remember(request, accepted.claims());
      SignedIn.rememberKey(request);
      return context.notifyContainerAboutLogin(accepted.claims().name(), accepted.claims().roles());
    }
    if (outcome instanceof KeySignIn.TooMany) {
      response.setHeader("Retry-After", "60");
      return refused(
          response, 429, "Too many requests", "Too many keys were wrong. Please wait a minute.");
    }
    if (outcome instanceof KeySignIn.OutOfScope) {
      return refused(
          response,
          HttpServletResponse.SC_FORBIDDEN,
          "Forbidden",
          "This key may not do this here. Please use one with a wider scope.");
    }
    return unauthorized(
        response,
        "Bearer error=\"invalid_token\"",
        "This key does not exist, was revoked or has expired. Please make a new one.");
  }

  private static AuthenticationStatus refused(
      HttpServletResponse response, int status, String title, String detail) {
    response.setStatus(status);
    write(
        response,
        "application/problem+json",
        "{\"type\":\"about:blank\",\"title\":\""
            + title
            + "\",\"status\":"
            + status
            + ",\"detail\":\""
            + detail
            + "\"}");
    return AuthenticationStatus.SEND_FAILURE;
  }

  private static AuthenticationStatus unauthorized(
      HttpServletResponse response, String challenge, String detail) {
    response.setHeader("WWW-Authenticate", challenge);
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    write(
        response,
        "application/problem+json",
        "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\""
            + detail.replace("\"", "\\\"")
            + "\"}");
    return AuthenticationStatus.SEND_FAILURE;
  }

  /** The page asks again as a whole, and that request leads to the sign-in. */
  private static AuthenticationStatus reload(
      HttpServletRequest request, HttpServletResponse response) {
    write(
        response,
        "text/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
            + SignInCallback.escapeXml(request.getRequestURI())
            + "\"/></partial-response>");
    return AuthenticationStatus.SEND_CONTINUE;
  }

  private static AuthenticationStatus unavailable(HttpServletResponse response) {
    try {
      if (!response.isCommitted()) {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      }
    } catch (IOException gone) {
      LOG.log(Level.FINE, "The browser is gone", gone);
    }
    return AuthenticationStatus.SEND_FAILURE;
  }

  private static void write(HttpServletResponse response, String type, String body) {
    try {
      response.setContentType(type + ";charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.getWriter().write(body);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
