package org.ringfence.persistence;

import static java.util.stream.Collectors.joining;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.Port;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkAccess.IpAddress;
import org.ringfence.domain.pbx.TrunkAccess.Registration;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.tenant.TenantId;
import org.ringfence.persistence.Vault.Place;

@Entity
@Table(name = "trunk")
@SuppressWarnings("NullAway.Init")
class TrunkRow {
  private static final String REGISTRATION = "REGISTRATION";
  private static final String IP_ADDRESS = "IP_ADDRESS";

  @Id
  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(length = 36)
  String id;

  @JdbcTypeCode(SqlTypes.CHAR)
  @Column(name = "tenant_id", length = 36)
  String tenantId;

  String name;
  String access;
  @Nullable String username;

  @Column(name = "password_enc")
  byte @Nullable [] password;

  /** One range per line; empty for a registration. */
  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  String sources;

  String host;
  @Nullable Integer port;
  String transport;

  @Column(name = "number_format")
  String numberFormat;

  @Column(name = "caller_id")
  @Nullable String callerId;

  @Column(name = "incoming_to")
  @Nullable String incomingTo;

  boolean enabled;
  int position;

  /** One {@code name=value} per line, without those that have their defaults. */
  @JdbcTypeCode(SqlTypes.LONGVARCHAR)
  String settings;

  String state = TrunkStatus.State.UNKNOWN.name();

  @Column(name = "state_detail")
  String stateDetail = "";

  @Column(name = "state_since")
  long stateSince;

  @Version long version;

  static TrunkRow of(TenantId tenantId, TrunkId id) {
    TrunkRow row = new TrunkRow();
    row.id = id.toString();
    row.tenantId = tenantId.toString();
    return row;
  }

  void take(Trunk trunk, Vault vault, long now) {
    name = trunk.name().value();
    host = trunk.host().value();
    port = trunk.port().map(Port::value).orElse(null);
    transport = trunk.transport().name();
    numberFormat = trunk.numberFormat().name();
    callerId = trunk.callerId().map(E164::value).orElse(null);
    incomingTo = trunk.incomingTo().map(ExtensionNumber::value).orElse(null);
    enabled = trunk.enabled();
    position = trunk.position();
    settings = written(trunk.settings());
    Optional<Registration> account;
    if (trunk.access() instanceof IpAddress byAddress) {
      access = IP_ADDRESS;
      sources = byAddress.sources().stream().map(SourceRange::toString).collect(joining("\n"));
      account = byAddress.credentials();
    } else {
      access = REGISTRATION;
      sources = "";
      account = Optional.of((Registration) trunk.access());
    }
    username = account.map(Registration::username).orElse(null);
    password = account.map(known -> vault.seal(place(), known.password())).orElse(null);
    boolean off = state.equals(TrunkStatus.State.OFF.name());
    if (stateSince == 0 || off == enabled) {
      state = (enabled ? TrunkStatus.State.UNKNOWN : TrunkStatus.State.OFF).name();
      stateDetail = "";
      stateSince = now;
    }
  }

  Trunk toTrunk(Vault vault) {
    return new Trunk(
        TrunkId.parse(id),
        new DisplayName(name),
        toAccess(vault),
        new SipHost(host),
        Optional.ofNullable(port).map(Port::new),
        Transport.valueOf(transport),
        NumberFormat.valueOf(numberFormat),
        Optional.ofNullable(callerId).map(E164::new),
        Optional.ofNullable(incomingTo).map(ExtensionNumber::new),
        enabled,
        position,
        read(settings));
  }

  private static String written(TrunkSettings settings) {
    Map<String, String> defaults = TrunkSettings.DEFAULT.texts();
    return settings.texts().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(defaults.get(entry.getKey())))
        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\n", "\\n"))
        .collect(joining("\n"));
  }

  private static TrunkSettings read(String text) {
    Map<String, String> texts = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        texts.put(line.substring(0, equals), line.substring(equals + 1).replace("\\n", "\n"));
      }
    }
    return TrunkSettings.of(texts);
  }

  private TrunkAccess toAccess(Vault vault) {
    Optional<Registration> account =
        username == null || password == null
            ? Optional.empty()
            : Optional.of(new Registration(username, vault.openSecret(place(), password)));
    return switch (access) {
      case REGISTRATION ->
          account.orElseThrow(
              () -> new IllegalStateException("trunk " + id + " has lost its account"));
      case IP_ADDRESS ->
          new IpAddress(
              List.of(sources.split("\n")).stream().map(SourceRange::parse).toList(), account);
      default -> throw new IllegalStateException("trunk " + id + " has the access " + access);
    };
  }

  TrunkStatus toStatus() {
    return new TrunkStatus(
        TrunkStatus.State.valueOf(state), stateDetail, Micros.toInstant(stateSince));
  }

  private Place place() {
    return new Place("trunk", "password_enc", id);
  }
}
