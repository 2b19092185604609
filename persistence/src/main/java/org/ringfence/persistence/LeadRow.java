package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.CallbackId;
import org.ringfence.domain.callback.LeadDetails;

@Entity
@Table(name = "callback_lead")
@SuppressWarnings("NullAway.Init")
class LeadRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "callback_id", length = 36)
  String callbackId;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  String name;
  String department;
  String referrer;

  @Column(name = "utm_source")
  String source;

  @Column(name = "utm_medium")
  String medium;

  @Column(name = "utm_campaign")
  String campaign;

  @Column(name = "utm_term")
  String term;

  @Column(name = "utm_content")
  String content;

  @Column(name = "consent_text")
  String consentText;

  @Column(name = "consent_link")
  String consentLink;

  @Column(name = "consent_version")
  String consentVersion;

  @Column(name = "consent_at")
  @Nullable Long consentAt;

  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  String notes;

  LeadDetails toDetails() {
    Map<String, String> parameters = new TreeMap<>();
    put(parameters, "source", source);
    put(parameters, "medium", medium);
    put(parameters, "campaign", campaign);
    put(parameters, "term", term);
    put(parameters, "content", content);
    Long at = consentAt;
    return new LeadDetails(
        CallbackId.parse(callbackId),
        name,
        department,
        referrer,
        parameters,
        at == null
            ? Optional.empty()
            : Optional.of(
                new LeadDetails.Consent(
                    consentText, consentLink, consentVersion, Micros.toInstant(at.longValue()))));
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
  }
}
