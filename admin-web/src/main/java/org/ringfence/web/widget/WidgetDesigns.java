package org.ringfence.web.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.Sighting;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetDesign;
import org.ringfence.domain.callback.WidgetDesignRepository;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.InvalidFields;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/** What a tenant admin does about the look of widgets, and where they are seen. */
@ApplicationScoped
@Transactional
public class WidgetDesigns {
  @Inject WidgetDesignRepository designs;
  @Inject WidgetRepository widgets;
  @Inject ExtensionRepository extensions;
  @Inject LiveEvents live;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** Empty when the tenant has no such widget. */
  public Optional<WidgetDesign> find(TenantId tenantId, WidgetId id) {
    return widgets.find(tenantId, id).map(widget -> designs.design(tenantId, id));
  }

  /**
   * Stores what the fields describe; empty when the tenant has no such widget.
   *
   * @throws InvalidForm when a field is refused
   */
  public Optional<WidgetDesign> save(
      TenantId tenantId, WidgetId id, Map<String, String> fields, String actor) {
    Optional<Widget> widget = widgets.find(tenantId, id);
    if (widget.isEmpty()) {
      return Optional.empty();
    }
    WidgetDesign design;
    try {
      design = WidgetDesign.read(fields);
    } catch (InvalidFields refused) {
      throw new InvalidForm(refused.sentences());
    }
    for (WidgetDesign.Department department : design.departments()) {
      if (extensions.findByNumber(tenantId, department.extension()).isEmpty()) {
        throw new InvalidForm(
            Map.of(
                "departments",
                "There is no extension "
                    + department.extension()
                    + ". Please choose one that exists."));
      }
    }
    designs.save(tenantId, id, design);
    record(tenantId, actor, "widget.designed", widget.get());
    return Optional.of(design);
  }

  /** The websites that asked for the widget, the newest first. */
  public List<Sighting> sightings(TenantId tenantId, WidgetId id) {
    return designs.sightings(tenantId, id);
  }

  /**
   * Puts a website that asked on the widget's list; false when it did not ask, or the tenant has no
   * such widget.
   *
   * @throws InvalidForm when the list is full
   */
  public boolean allow(TenantId tenantId, WidgetId id, String website, String actor) {
    Optional<Widget> widget = widgets.find(tenantId, id);
    Optional<Origin> origin =
        designs.sightings(tenantId, id).stream()
            .map(Sighting::origin)
            .filter(each -> each.value().equals(website))
            .findFirst();
    if (widget.isEmpty() || origin.isEmpty()) {
      return false;
    }
    Widget stored = widget.get();
    Set<Origin> origins = new LinkedHashSet<>(stored.origins());
    origins.add(origin.get());
    try {
      widgets.save(
          tenantId,
          new Widget(
              stored.id(), stored.key(), stored.name(), origins, stored.agent(), stored.enabled()));
    } catch (InvalidValue tooMany) {
      throw new InvalidForm("origins", tooMany);
    }
    designs.seen(tenantId, id, origin.get(), true, clock.instant());
    record(tenantId, actor, "widget.saved", stored);
    return true;
  }

  private void record(TenantId tenantId, String actor, String action, Widget widget) {
    Instant now = clock.instant();
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, widget.name().value(), now));
    live.publish(Optional.of(tenantId), "widget", widget.id().toString(), now);
  }
}
