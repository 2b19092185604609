package org.ringfence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.plan.PlanId;

@Entity
@Table(name = "plan")
@SuppressWarnings("NullAway.Init")
class PlanRow {
  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  String name;
  int vcpus;

  @Column(name = "memory_mib")
  int memoryMib;

  @Column(name = "data_mib")
  int dataMib;

  int calls;
  int extensions;

  static PlanRow of(Plan plan) {
    PlanRow row = new PlanRow();
    row.id = plan.id().toString();
    row.name = plan.name().value();
    row.vcpus = plan.vcpus();
    row.memoryMib = plan.memoryMib();
    row.dataMib = plan.dataMib();
    row.calls = plan.calls();
    row.extensions = plan.extensions();
    return row;
  }

  Plan toPlan() {
    return new Plan(
        PlanId.parse(id), new DisplayName(name), vcpus, memoryMib, dataMib, calls, extensions);
  }
}
