package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.callback.AlarmLetters;
import org.ringfence.domain.callback.CallbackAlarm;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.tenant.TenantId;

/** A column of the alarms: a letter is due in the commit that raises one. */
@ApplicationScoped
@Transactional
class JpaAlarmLetters extends JpaRepository implements AlarmLetters {
  @Override
  public Optional<Outgoing> claim(Duration lease, Instant since, Instant now) {
    List<Object[]> rows =
        rows(
            "SELECT a.tenant_id, a.widget_id, a.level, a.asked, a.refused, a.raised_at, a.ended_at,"
                + " w.name FROM callback_alarm a JOIN widget w ON w.id = a.widget_id WHERE"
                + " a.mail_due <= ? AND a.raised_at >= ? ORDER BY a.mail_due LIMIT 1"
                + " FOR UPDATE SKIP LOCKED",
            Micros.of(now),
            Micros.of(since));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Object[] row = rows.get(0);
    change(
        "UPDATE callback_alarm SET mail_due = ? WHERE widget_id = ? AND ended_at = ?",
        Micros.of(now.plus(lease)),
        row[1].toString(),
        whole(row[6]));
    return Optional.of(
        new Outgoing(
            TenantId.parse(row[0].toString()),
            new CallbackAlarm(
                WidgetId.parse(row[1].toString()),
                (int) whole(row[2]),
                (int) whole(row[3]),
                (int) whole(row[4]),
                Micros.toInstant(whole(row[5])),
                whole(row[6]) == 0
                    ? Optional.empty()
                    : Optional.of(Micros.toInstant(whole(row[6])))),
            new DisplayName(row[7].toString())));
  }

  @Override
  public void sent(TenantId tenantId, CallbackAlarm alarm) {
    change(
        "UPDATE callback_alarm SET mail_due = NULL WHERE widget_id = ? AND tenant_id = ?"
            + " AND raised_at = ? AND level = ?",
        alarm.widgetId().toString(),
        tenantId.toString(),
        Micros.of(alarm.raisedAt()),
        alarm.level());
  }

  private static long whole(Object column) {
    return ((Number) column).longValue();
  }
}
