package org.ringfence.web.form;

import jakarta.faces.component.FacesComponent;
import jakarta.faces.component.UIInput;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseWriter;
import java.io.IOException;
import java.util.ArrayList;
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
    List<Option> all = new ArrayList<>();
    all.add(new Option("", String.valueOf(getAttributes().get("none"))));
    List<?> options = (List<?>) Objects.requireNonNull(getAttributes().get("options"));
    options.forEach(option -> all.add((Option) option));
    // An element for each by the writer, and those around it, took a sixth of a page's time.
    writer.write(markup(all, chosen()));
    writer.endElement("select");
  }

  private String chosen() {
    Object sent = getSubmittedValue();
    return Objects.toString(sent == null ? getValue() : sent, "");
  }

  static String markup(List<Option> options, String chosen) {
    StringBuilder written = new StringBuilder();
    for (Option option : options) {
      escape(written.append("<option value=\""), option.value()).append('"');
      if (option.value().equals(chosen)) {
        written.append(" selected=\"selected\"");
      }
      escape(written.append('>'), option.label()).append("</option>");
    }
    return written.toString();
  }

  private static StringBuilder escape(StringBuilder written, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> written.append("&amp;");
        case '<' -> written.append("&lt;");
        case '>' -> written.append("&gt;");
        case '"' -> written.append("&quot;");
        default -> written.append(c);
      }
    }
    return written;
  }
}
