package org.ringfence.web.trunk;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.ringfence.domain.doctor.Finding;

/** The sentences about a finding: what was seen, what it means, and what to do. */
public record FindingTexts(String seen, String means, String remedy) {
  /** Key of the texts of a finding. */
  static String key(Finding.Code code) {
    return "finding." + code.text();
  }

  public static FindingTexts of(Finding finding, ResourceBundle texts) {
    String key = key(finding.code());
    Object[] values = finding.seen().toArray();
    return new FindingTexts(
        format(texts, key + ".seen", values),
        format(texts, key + ".means", values),
        texts.containsKey(key + ".do") ? format(texts, key + ".do", values) : "");
  }

  private static String format(ResourceBundle texts, String key, Object... values) {
    return new MessageFormat(texts.getString(key), texts.getLocale()).format(values);
  }
}
