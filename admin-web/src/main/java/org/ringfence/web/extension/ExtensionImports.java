package org.ringfence.web.extension;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionSettings;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/** Many extensions from a table, and as a table. */
@ApplicationScoped
@Transactional
public class ExtensionImports {
  private static final int MOST_LINES = 2000;
  private static final int MOST_CHARACTERS = 2_000_000;

  @Inject Extensions extensions;

  /**
   * One line of a table.
   *
   * @param line its place among the lines with something in them, the head being 1
   * @param problem why it cannot be taken; empty when it can
   */
  public record Line(int line, String number, String name, String problem) {
    public boolean isGood() {
      return problem.isEmpty();
    }
  }

  /** What the columns may be called. */
  public static Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>(List.of("number", "name", "password", "pin"));
    columns.addAll(ExtensionSettings.names());
    return columns;
  }

  /**
   * What would become of a table; stores nothing.
   *
   * @throws InvalidForm when it is no table of extensions
   */
  public List<Line> preview(TenantId tenantId, String text) {
    List<Line> lines = new ArrayList<>();
    Set<String> numbers = new HashSet<>();
    int number = 1;
    for (ExtensionForm form : forms(text)) {
      number++;
      String problem = "";
      try {
        form.password();
        extensions.draft(tenantId, form);
        if (!numbers.add(form.getNumber().strip())) {
          problem = "The number stands in an earlier line, too.";
        }
      } catch (InvalidForm refused) {
        problem = refused.firstField() + ": " + refused.firstSentence();
      }
      lines.add(new Line(number, form.getNumber(), form.getName(), problem));
    }
    return lines;
  }

  /**
   * Adds every extension of a table, in one revision, or none.
   *
   * @throws InvalidForm when a line cannot be taken
   */
  public List<Extensions.Saved> add(TenantId tenantId, String text, String actor) {
    for (Line line : preview(tenantId, text)) {
      if (!line.isGood()) {
        throw new InvalidForm(
            Map.of(
                "csv",
                "Nothing was imported. Please correct line "
                    + line.line()
                    + ": "
                    + line.problem()));
      }
    }
    return extensions.addAll(tenantId, forms(text), actor);
  }

  private static List<ExtensionForm> forms(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw refused("The table is too large. Please import it in parts.");
    }
    List<List<String>> records = Csv.read(text);
    if (records.size() < 2) {
      throw refused(
          "There is nothing to import. The first line names the columns, for example number,name;"
              + " each further line is an extension.");
    }
    if (records.size() > MOST_LINES + 1) {
      throw refused("At most " + MOST_LINES + " extensions can be imported at once.");
    }
    List<String> head = records.get(0);
    for (String column : head) {
      if (!columns().contains(column)) {
        throw refused(
            "There is no column \""
                + column
                + "\". Known are "
                + String.join(", ", columns())
                + ".");
      }
    }
    if (new HashSet<>(head).size() < head.size()) {
      throw refused("A column stands there twice. Please remove one.");
    }
    List<ExtensionForm> forms = new ArrayList<>();
    for (List<String> record : records.subList(1, records.size())) {
      forms.add(form(head, record));
    }
    return forms;
  }

  private static ExtensionForm form(List<String> head, List<String> record) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < Math.min(head.size(), record.size()); i++) {
      values.put(head.get(i), record.get(i));
    }
    ExtensionForm form = new ExtensionForm();
    form.setNumber(values.remove("number"));
    form.setName(values.remove("name"));
    form.setPassword(values.remove("password"));
    form.setPin(values.remove("pin"));
    form.getSettings().putAll(values);
    return form;
  }

  private static InvalidForm refused(String sentence) {
    return new InvalidForm(Map.of("csv", sentence));
  }

  /** All extensions without their secrets; what it gives can be imported again. */
  public String table(TenantId tenantId) {
    List<List<String>> records = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("number", "name"));
    head.addAll(ExtensionSettings.names());
    records.add(head);
    for (Extension extension : extensions.list(tenantId)) {
      List<String> record = new ArrayList<>();
      record.add(extension.number().value());
      record.add(extension.name().value());
      record.addAll(extension.settings().texts().values());
      records.add(record);
    }
    return Csv.write(records);
  }
}
