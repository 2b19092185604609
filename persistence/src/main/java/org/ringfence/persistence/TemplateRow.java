package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateVersion;

@Entity
@Table(name = "template_version")
@SuppressWarnings("NullAway.Init")
class TemplateRow {
  private static final int WORDS = 80;

  @Id String id;

  String asterisk;
  String kernel;
  String suite;

  @Column(name = "suite_date")
  String suiteDate;

  @Column(name = "built_at")
  @Nullable Long builtAt;

  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  @Column(columnDefinition = "MEDIUMTEXT")
  String manifest;

  boolean present;

  @Column(name = "is_current")
  boolean current;

  @Column(name = "found_at")
  long foundAt;

  static TemplateRow of(KnownTemplate known) {
    TemplateVersion version = known.version();
    TemplateRow row = new TemplateRow();
    row.id = version.id().value();
    row.asterisk = JpaRepository.cut(version.asterisk(), WORDS);
    row.kernel = JpaRepository.cut(version.kernel(), WORDS);
    row.suite = JpaRepository.cut(version.suite(), WORDS);
    row.suiteDate = JpaRepository.cut(version.suiteDate(), WORDS);
    row.builtAt = Micros.of(version.builtAt());
    row.manifest = version.manifest();
    row.present = known.present();
    row.current = known.current();
    row.foundAt = Micros.of(known.foundAt());
    return row;
  }

  KnownTemplate toTemplate() {
    return new KnownTemplate(
        new TemplateVersion(
            new TemplateId(id),
            asterisk,
            kernel,
            suite,
            suiteDate,
            Micros.toInstant(builtAt),
            manifest),
        present,
        current,
        Micros.toInstant(foundAt));
  }
}
