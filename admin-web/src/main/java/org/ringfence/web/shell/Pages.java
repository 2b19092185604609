package org.ringfence.web.shell;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What every page bean needs of the request it serves. */
@RequestScoped
public class Pages {
  @Inject HttpServletRequest request;

  /** The id in the page's address. */
  public Optional<String> id() {
    return Router.id(request);
  }

  /** The same, where it is a count; empty for anything else. */
  public Optional<Integer> number() {
    return id().filter(text -> text.matches("[1-9][0-9]{0,8}")).map(Integer::valueOf);
  }

  /**
   * What the page is about; when it was deleted meanwhile, the page is opened again and says so.
   */
  public static <T> T present(Optional<T> subject) {
    return subject.orElseThrow(Gone::new);
  }

  public void notFound() {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      faces.getExternalContext().responseSendError(404, "");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    faces.responseComplete();
  }

  /** Leads on to another page, where {@code message} is shown once. */
  public void goTo(String path, String messageKey, Object... arguments) {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.addMessage(
        null, new FacesMessage(FacesMessage.SEVERITY_INFO, text(messageKey, arguments), null));
    faces.getExternalContext().getFlash().setKeepMessages(true);
    goTo(path);
  }

  public void goTo(String path) {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      faces.getExternalContext().redirect(path);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    faces.responseComplete();
  }

  /** Puts a sentence at a field; {@code clientId} null puts it at the top of the page. */
  public void refuse(@Nullable String clientId, String sentence) {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.addMessage(clientId, new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null));
    faces.validationFailed();
  }

  public String text(String key, Object... arguments) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle bundle = faces.getApplication().getResourceBundle(faces, "msg");
    String pattern = bundle.getString(key);
    return arguments.length == 0
        ? pattern
        : new MessageFormat(pattern, bundle.getLocale()).format(arguments);
  }
}
