package org.ringfence.web.shell;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.ViewExpiredException;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Says what went wrong and what to do now. The texts are message keys. */
@Named("errorPage")
@RequestScoped
public class ErrorPage {
  private static final Set<Integer> EXPLAINED = Set.of(403, 404, 500, 503);

  @Inject HttpServletRequest request;

  public int getStatus() {
    return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
            && EXPLAINED.contains(status)
        ? status
        : 500;
  }

  private String kind() {
    boolean pageTooOld =
        request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof ViewExpiredException;
    return pageTooOld ? "error.expired" : "error." + getStatus();
  }

  public String getTitle() {
    return kind() + ".title";
  }

  public String getText() {
    return kind() + ".text";
  }

  public String getAction() {
    return kind() + ".action";
  }

  /** Where the button leads: the same page again when that may help, otherwise the front page. */
  public String getHref() {
    boolean tryAgain = getStatus() == 503 || kind().equals("error.expired");
    return tryAgain
            && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
        ? asked
        : "/";
  }

  /** A person without a role here may want to come back as somebody else. */
  public boolean isSignOutOffered() {
    return getStatus() == 403 && request.getUserPrincipal() != null;
  }
}
