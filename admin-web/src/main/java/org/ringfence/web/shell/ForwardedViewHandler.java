package org.ringfence.web.shell;

import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.RequestDispatcher;

/** Lets forms post to the address in the browser instead of the view behind it. */
public class ForwardedViewHandler extends ViewHandlerWrapper {
  public ForwardedViewHandler(ViewHandler wrapped) {
    super(wrapped);
  }

  @Override
  public String getActionURL(FacesContext context, String viewId) {
    Object asked =
        context.getExternalContext().getRequestMap().get(RequestDispatcher.FORWARD_REQUEST_URI);
    if (asked instanceof String uri
        && context.getViewRoot() != null
        && viewId.equals(context.getViewRoot().getViewId())) {
      return uri;
    }
    return super.getActionURL(context, viewId);
  }
}
