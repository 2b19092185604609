package org.ringfence.web.form;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIInput;
import jakarta.faces.component.visit.VisitContext;
import jakarta.faces.component.visit.VisitResult;
import jakarta.faces.context.FacesContext;
import jakarta.faces.validator.ValidatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringfence.domain.InvalidValue;

/** Puts refusals at the fields they belong to; a field's component id is the field's name. */
@ApplicationScoped
public class FormMessages {
  /** Runs an action of a page; what it refuses appears at the fields, and nothing typed is lost. */
  public boolean attempt(Runnable action) {
    try {
      action.run();
      return true;
    } catch (InvalidForm refused) {
      refused.sentences().forEach(FormMessages::show);
      FacesContext.getCurrentInstance().validationFailed();
      return false;
    }
  }

  private static void show(String field, String sentence) {
    FacesContext faces = FacesContext.getCurrentInstance();
    Optional<UIInput> input = input(faces, field);
    input.ifPresent(found -> found.setValid(false));
    faces.addMessage(input.map(found -> found.getClientId(faces)).orElse(null), error(sentence));
  }

  private static Optional<UIInput> input(FacesContext faces, String id) {
    List<UIInput> found = new ArrayList<>();
    faces
        .getViewRoot()
        .visitTree(
            VisitContext.createVisitContext(faces),
            (context, component) -> {
              if (component instanceof UIInput input && id.equals(input.getId())) {
                found.add(input);
                return VisitResult.COMPLETE;
              }
              return VisitResult.ACCEPT;
            });
    return found.stream().findFirst();
  }

  /** For a field's own validator: the rule of the form that bears the component's id. */
  public static void validate(
      UIComponent component, Object value, Map<String, Consumer<String>> rules) {
    Consumer<String> rule = rules.get(component.getId());
    if (rule == null) {
      throw new IllegalArgumentException("no rule for the field " + component.getId());
    }
    try {
      rule.accept(value == null ? "" : value.toString());
    } catch (InvalidValue refused) {
      throw new ValidatorException(error(InvalidForm.sentence(refused)), refused);
    }
  }

  private static FacesMessage error(String sentence) {
    return new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null);
  }
}
