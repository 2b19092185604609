package org.ringfence.web.extension;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringfence.web.form.FormMessages;
import org.ringfence.web.identity.SignedIn;
import org.ringfence.web.tenant.CurrentTenant;

/** The guide that adds many extensions from a table. */
@Named("extensionImportPage")
@ViewScoped
public class ExtensionImportPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject CurrentTenant tenant;
  @Inject SignedIn user;
  @Inject ExtensionImports imports;
  @Inject FormMessages messages;

  private String csv = "";
  private transient List<ExtensionImports.Line> lines = List.of();
  private transient String secrets = "";

  public String getCsv() {
    return csv;
  }

  public void setCsv(@Nullable String csv) {
    this.csv = Objects.requireNonNullElse(csv, "");
  }

  public String getColumns() {
    return String.join(", ", ExtensionImports.columns());
  }

  public List<ExtensionImports.Line> getLines() {
    return Objects.requireNonNullElse(lines, List.of());
  }

  /** Number, password and PIN of what was just imported, to be copied once. */
  public String getSecrets() {
    return Objects.requireNonNullElse(secrets, "");
  }

  public void preview() {
    messages.attempt(() -> lines = imports.preview(tenant.id(), csv));
  }

  public void save() {
    messages.attempt(
        () -> {
          lines = imports.preview(tenant.id(), csv);
          secrets = secrets(imports.add(tenant.id(), csv, user.getName()));
          csv = "";
          lines = List.of();
        });
  }

  private static String secrets(List<Extensions.Saved> added) {
    StringBuilder text = new StringBuilder("number,password,pin\n");
    for (Extensions.Saved saved : added) {
      text.append(saved.extension().number())
          .append(',')
          .append(saved.password().map(password -> password.reveal()).orElse(""))
          .append(',')
          .append(saved.pin().map(pin -> pin.reveal()).orElse(""))
          .append('\n');
    }
    return text.toString();
  }
}
