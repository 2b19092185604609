package org.ringfence.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.callback.AttemptId;
import org.ringfence.domain.history.CallEvent;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.history.CallRecordId;
import org.ringfence.domain.machine.VmId;
import org.ringfence.domain.tenant.TenantId;

/** Writes of many calls at once; what is stored already stays as it is. */
final class CallRecordWrites {
  private static final int DIGEST_BYTES = 16;
  private static final int AT_ONCE = 500;

  private CallRecordWrites() {}

  static void insertEvents(
      Connection connection, TenantId tenantId, VmId vm, List<CallEvent> events)
      throws SQLException {
    ManyRows many =
        new ManyRows(
            "INSERT INTO call_event (call_id, at, digest, tenant_id, type, channel, asterisk, name,"
                + " number, caller, dialled, detail) VALUES ",
            " ON DUPLICATE KEY UPDATE call_id = call_id");
    for (int i = 0; i < events.size(); i += AT_ONCE) {
      many.values(
          connection,
          events.subList(i, Math.min(events.size(), i + AT_ONCE)).stream()
              .map(event -> row(tenantId, CallRecordId.of(vm, event.call()), event))
              .toList());
    }
  }

  private static List<@Nullable Object> row(TenantId tenantId, CallRecordId id, CallEvent event) {
    return ManyRows.row(
        id.toString(),
        Micros.of(event.at()),
        digest(event),
        tenantId.toString(),
        event.type().name(),
        JpaRepository.cut(event.channel(), 150),
        JpaRepository.cut(event.call(), 150),
        JpaRepository.cut(event.name(), 120),
        JpaRepository.cut(event.number(), 80),
        JpaRepository.cut(event.caller(), 80),
        JpaRepository.cut(event.dialled(), 80),
        JpaRepository.cut(event.detail(), 1000));
  }

  /** Tells events of one moment apart, and knows one again. */
  private static byte[] digest(CallEvent event) {
    try {
      return Arrays.copyOf(
          MessageDigest.getInstance("SHA-256")
              .digest(event.toString().getBytes(StandardCharsets.UTF_8)),
          DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static void upsert(
      Connection connection, TenantId tenantId, VmId vm, Map<CallRecordId, CallRecord> records)
      throws SQLException {
    new ManyRows(
            "INSERT INTO call_record (id, tenant_id, vm_id, direction, caller, caller_name, called,"
                + " called_name, caller_key, called_key, extension, trunk, trunk_name, through,"
                + " attempt_id, outcome, started_at, answered_at, ended_at, cause, mos, recording)"
                + " VALUES ",
            " ON DUPLICATE KEY UPDATE direction = VALUES(direction), caller = VALUES(caller),"
                + " caller_name = VALUES(caller_name), called = VALUES(called),"
                + " called_name = VALUES(called_name), caller_key = VALUES(caller_key),"
                + " called_key = VALUES(called_key), extension = VALUES(extension),"
                + " trunk = VALUES(trunk), trunk_name = VALUES(trunk_name),"
                + " through = VALUES(through), outcome = VALUES(outcome),"
                + " started_at = VALUES(started_at), answered_at = VALUES(answered_at),"
                + " ended_at = VALUES(ended_at), cause = VALUES(cause), mos = VALUES(mos),"
                + " recording = VALUES(recording)")
        .values(
            connection,
            records.values().stream().map(record -> row(tenantId, vm, record)).toList());
  }

  private static List<@Nullable Object> row(TenantId tenantId, VmId vm, CallRecord call) {
    return ManyRows.row(
        call.id().toString(),
        tenantId.toString(),
        vm.toString(),
        call.direction().name(),
        JpaRepository.cut(call.caller(), 80),
        JpaRepository.cut(call.callerName(), 80),
        JpaRepository.cut(call.called(), 80),
        JpaRepository.cut(call.calledName(), 80),
        key(call.caller()),
        key(call.called()),
        JpaRepository.cut(call.extension(), 80),
        JpaRepository.cut(call.trunk(), 40),
        JpaRepository.cut(call.trunkName(), 80),
        JpaRepository.cut(call.through(), 500),
        call.attempt().map(AttemptId::toString).orElse(null),
        call.outcome().name(),
        Micros.of(call.startedAt()),
        Micros.of(call.answeredAt()),
        Micros.of(call.endedAt()),
        call.cause(),
        call.mos().orElse(null),
        call.recording().map(name -> JpaRepository.cut(name, 80)).orElse(null));
  }

  /** A number's digits, the last first. */
  static String key(String number) {
    String digits = number.replaceAll("[^0-9]", "");
    return JpaRepository.cut(new StringBuilder(digits).reverse().toString(), 40);
  }
}
