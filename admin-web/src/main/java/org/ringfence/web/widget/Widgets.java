package org.ringfence.web.widget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.callback.CallbackRepository;
import org.ringfence.domain.callback.CallbackRequest;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetRepository;
import org.ringfence.domain.event.LiveEvents;
import org.ringfence.domain.pbx.ExtensionRepository;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.web.form.InvalidForm;

/** What a tenant admin does with callback widgets. They need no new configuration of the PBX. */
@ApplicationScoped
@Transactional
public class Widgets {
  @Inject WidgetRepository widgets;
  @Inject ExtensionRepository extensions;
  @Inject CallbackRepository callbacks;
  @Inject LiveEvents live;
  @Inject AuditLog audit;
  @Inject Clock clock;

  public List<Widget> list(TenantId tenantId) {
    return widgets.list(tenantId);
  }

  public Optional<Widget> find(TenantId tenantId, WidgetId id) {
    return widgets.find(tenantId, id);
  }

  /** Callbacks that visitors asked for, the newest first. */
  public List<CallbackRequest> callbacks(TenantId tenantId) {
    return callbacks.list(tenantId, 500);
  }

  /**
   * Stores what a form describes.
   *
   * @throws InvalidForm when a field is refused
   */
  public Widget save(TenantId tenantId, Optional<WidgetId> id, WidgetForm form, String actor) {
    Optional<Widget> stored = id.flatMap(known -> widgets.find(tenantId, known));
    Widget widget = form.toWidget(stored);
    if (extensions.findByNumber(tenantId, widget.agent()).isEmpty()) {
      throw new InvalidForm(
          Map.of(
              "agent",
              "There is no extension " + widget.agent() + ". Please choose one that exists."));
    }
    if (widgets.list(tenantId).stream()
        .anyMatch(
            other ->
                !other.id().equals(widget.id())
                    && other.name().value().equalsIgnoreCase(widget.name().value()))) {
      throw nameTaken();
    }
    try {
      widgets.save(tenantId, widget);
    } catch (NameTaken taken) {
      throw nameTaken();
    }
    record(tenantId, actor, "widget.saved", widget);
    return widget;
  }

  private static InvalidForm nameTaken() {
    return new InvalidForm(
        Map.of("name", "Another widget has this name already. Please choose another one."));
  }

  /** Deletes a widget; false when the tenant has no such widget. */
  public boolean delete(TenantId tenantId, WidgetId id, String actor) {
    Optional<Widget> widget = widgets.find(tenantId, id);
    if (widget.isEmpty() || !widgets.delete(tenantId, id)) {
      return false;
    }
    record(tenantId, actor, "widget.deleted", widget.get());
    return true;
  }

  private void record(TenantId tenantId, String actor, String action, Widget widget) {
    Instant now = clock.instant();
    audit.append(new AuditEntry(Optional.of(tenantId), actor, action, widget.name().value(), now));
    live.publish(Optional.of(tenantId), "widget", widget.id().toString(), now);
  }
}
