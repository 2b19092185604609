package org.ringfence.web.form;

import jakarta.faces.component.FacesComponent;
import jakarta.faces.component.UIInput;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * A menu with an entry for each of a tenant's people, who may be thousands. It reads its options to
 * show them and for nothing else: whether the choice is good the use case knows, which asks for
 * that one alone. The standard menu reads all of them again when the form is sent.
 */
@FacesComponent("org.ringfence.Menu")
public class Menu extends UIInput {
  /** What may be chosen. */
  public record Option(String value, String label) {}

  public Menu() {
    setRendererType(null);
  }

  @Override
  public void decode(FacesContext faces) {
    String chosen = faces.getExternalContext().getRequestParameterMap().get(getClientId(faces));
    if (chosen != null) {
      setSubmittedValue(chosen);
    }
  }

  @Override
  public void encodeEnd(FacesContext faces) throws IOException {
    if (!isRendered()) {
      return;
    }
    ResponseWriter writer = faces.getResponseWriter();
    String id = getClientId(faces);
    writer.startElement("select", this);
    writer.writeAttribute("id", id, null);
    writer.writeAttribute("name", id, null);
    writer.writeAttribute("class", "rf-input", null);
    writer.writeAttribute("size", "1", null);
    String chosen = chosen();
    write(writer, new Option("", String.valueOf(getAttributes().get("none"))), chosen);
    List<?> options = (List<?>) Objects.requireNonNull(getAttributes().get("options"));
    for (Object option : options) {
      write(writer, (Option) option, chosen);
    }
    writer.endElement("select");
  }

  private String chosen() {
    Object sent = getSubmittedValue();
    return Objects.toString(sent == null ? getValue() : sent, "");
  }

  private static void write(ResponseWriter writer, Option option, String chosen)
      throws IOException {
    writer.startElement("option", null);
    writer.writeAttribute("value", option.value(), null);
    if (option.value().equals(chosen)) {
      writer.writeAttribute("selected", "selected", null);
    }
    writer.writeText(option.label(), null);
    writer.endElement("option");
  }
}
