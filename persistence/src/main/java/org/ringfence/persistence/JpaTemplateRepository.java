package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.template.KnownTemplate;
import org.ringfence.domain.template.TemplateId;
import org.ringfence.domain.template.TemplateRepository;
import org.ringfence.domain.template.TemplateVersion;
import org.ringfence.domain.tenant.TenantId;

@ApplicationScoped
@Transactional
class JpaTemplateRepository extends JpaRepository implements TemplateRepository {
  @Inject LiveEvents events;

  @Override
  public List<KnownTemplate> list() {
    return read(
            entities.createQuery(
                "select t from TemplateRow t order by t.builtAt desc, t.id", TemplateRow.class))
        .stream()
        .map(TemplateRow::toTemplate)
        .toList();
  }

  @Override
  public Optional<KnownTemplate> find(TemplateId id) {
    return readOne(
            entities
                .createQuery("select t from TemplateRow t where t.id = :id", TemplateRow.class)
                .setParameter("id", id.value()))
        .map(TemplateRow::toTemplate);
  }

  @Override
  public void found(Collection<TemplateVersion> present, TemplateId current, Instant now) {
    Map<TemplateId, KnownTemplate> lost = new HashMap<>();
    list().forEach(known -> lost.put(known.id(), known));
    for (TemplateVersion version : present) {
      KnownTemplate before = lost.remove(version.id());
      KnownTemplate after =
          new KnownTemplate(
              version, true, version.id().equals(current), before == null ? now : before.foundAt());
      store(Optional.ofNullable(before), after, now);
    }
    for (KnownTemplate before : lost.values()) {
      boolean stillCurrent = before.id().equals(current);
      store(
          Optional.of(before),
          new KnownTemplate(before.version(), false, stillCurrent, before.foundAt()),
          now);
    }
  }

  private void store(Optional<KnownTemplate> before, KnownTemplate after, Instant now) {
    // As the row says it, which may be cut.
    KnownTemplate stored = TemplateRow.of(after).toTemplate();
    if (!before.equals(Optional.of(stored))) {
      entities.merge(TemplateRow.of(after));
      flush();
      events.publish(Optional.empty(), "template", after.id().value(), now);
    }
  }

  @Override
  public List<TenantId> tenants(TemplateId id) {
    return read(
            entities
                .createQuery(
                    "select v.tenantId from VmRow v where v.templateId = :id"
                        + " and v.tenantId is not null order by v.name",
                    String.class)
                .setParameter("id", id.value()))
        .stream()
        .map(TenantId::parse)
        .toList();
  }

  @Override
  public void assign(VmId vm, TemplateId id) {
    entities
        .createQuery(
            "update VmRow v set v.templateId = :template"
                + " where v.id = :id and v.templateId is null")
        .setParameter("template", id.value())
        .setParameter("id", vm.toString())
        .executeUpdate();
  }
}
