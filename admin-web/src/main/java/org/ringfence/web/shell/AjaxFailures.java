package org.ringfence.web.shell;

import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.util.Iterator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * What goes wrong behind an ajax request would otherwise stay invisible: the page is opened again
 * when it was too old, and everything else leads to the page that says so. Other requests take the
 * container's error pages.
 */
public class AjaxFailures extends ExceptionHandlerWrapper {
  private static final Logger LOG = Logger.getLogger(AjaxFailures.class.getName());

  AjaxFailures(ExceptionHandler wrapped) {
    super(wrapped);
  }

  @Override
  public void handle() {
    FacesContext faces = FacesContext.getCurrentInstance();
    Iterator<ExceptionQueuedEvent> unhandled = getUnhandledExceptionQueuedEvents().iterator();
    if (unhandled.hasNext() && faces.getPartialViewContext().isAjaxRequest()) {
      Throwable failure = unhandled.next().getContext().getException();
      unhandled.remove();
      while (unhandled.hasNext()) {
        unhandled.next();
        unhandled.remove();
      }
      lead(faces, failure);
    } else {
      getWrapped().handle();
    }
  }

  private static void lead(FacesContext faces, Throwable failure) {
    ExternalContext external = faces.getExternalContext();
    Object page = external.getRequestMap().get(RequestDispatcher.FORWARD_REQUEST_URI);
    boolean tooOld =
        Stream.iterate(failure, each -> each != null, Throwable::getCause)
            .anyMatch(each -> each instanceof ViewExpiredException || each instanceof Gone);
    if (!tooOld) {
      LOG.log(Level.SEVERE, failure, () -> "A request of the page " + page + " failed");
    }
    try {
      if (!external.isResponseCommitted()) {
        external.responseReset();
      }
      external.redirect(tooOld && page != null ? page.toString() : "/failed");
    } catch (IOException gone) {
      LOG.log(Level.FINE, "The browser is gone", gone);
    }
    faces.responseComplete();
  }

  /** Puts the handler in place. */
  public static class Factory extends ExceptionHandlerFactory {
    public Factory(ExceptionHandlerFactory wrapped) {
      super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
      return new AjaxFailures(getWrapped().getExceptionHandler());
    }
  }
}
