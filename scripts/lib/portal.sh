# shellcheck shell=bash
# Ringfence itself: the WAR in Payara Micro, with two listeners. People and the API come to http on 127.0.0.1; the VMs
# come to https on the bridge's address and to nothing else.

# Without the name of the JSON provider every object that is read or written looks for it through all archives of the
# server, one thread at a time.
#
# The heap has its full size from the start. One that may shrink is soon half full of what lives as long as the process,
# and is collected without end.
#
# java reads its options from a file, because a command line (with the key store's password) is readable by everyone.
# In it a value in quotes may hold spaces.
write_portal_options() {
  local resolving=() machine
  # Payara Micro asks for the address of the machine's own name and ends when there is none. Machines without a line for
  # it in /etc/hosts get one for this process, which then knows no other names; all its peers are addresses.
  if ! getent hosts "$(uname -n)" >/dev/null; then
    printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$(uname -n)" >"$home/payara/hosts"
    resolving=("-Djdk.net.hosts.file=$home/payara/hosts")
  fi
  mapfile -t machine < <(grep '^-' "$checkout/scripts/lib/java-options")
  (
    umask 077
    printf '"%s"\n' "${machine[@]}" "${resolving[@]}" "-Djava.io.tmpdir=$home/payara/tmp" -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
      -Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl \
      "-Djavax.net.ssl.keyStore=$home/tls/guest-edge.p12" -Djavax.net.ssl.keyStoreType=PKCS12 \
      "-Djavax.net.ssl.keyStorePassword=$(secret KEYSTORE_PASSWORD)" >"$home/payara/java-options"
  )
  # Payara Micro's options know ports, but no addresses; and its --nocluster still opens the data grid's port (6900) on
  # every address, without authentication. The configuration commands that run before the boot know both.
  # The guests ask in HTTP/1.1; over HTTP/2 each client that closes its connection leaves a stack trace in the log.
  printf 'set configs.config.server-config.%s\n' \
    "network-config.network-listeners.network-listener.http-listener.address=127.0.0.1" \
    "network-config.network-listeners.network-listener.https-listener.address=$bridge_address" \
    "network-config.protocols.protocol.https-listener.http.http2-enabled=false" \
    "hazelcast-config-specific-configuration.enabled=false" >"$home/payara/preboot"
  {
    # Pages, scripts and styles are packed for the browser. Streams of events are not on the list: they would wait for more.
    printf 'set configs.config.server-config.network-config.protocols.protocol.http-listener.http.%s\n' \
      compression=on compression-min-size-bytes=1024 \
      compressable-mime-type=text/html,text/xml,text/css,text/javascript,application/javascript,application/json,image/svg+xml
    # Every visitor who waits for the state of a callback holds a connection; Payara's own limit is 4096 for all.
    printf 'set configs.config.server-config.network-config.transports.transport.tcp.max-connections-count=32768\n'
    # Threads that stand in line for the pool's 32 connections only keep those that have one from working.
    printf 'set configs.config.server-config.thread-pools.thread-pool.http-thread-pool.%s\n' max-thread-pool-size=40 max-queue-size=32768
    # All timers of the process share this pool, and Payara's own size for it means a single thread: whoever waits for a
    # slow Keycloak there would hold up the dialer's leases.
    printf 'set resources.managed-scheduled-executor-service.concurrent/__defaultManagedScheduledExecutorService.core-pool-size=16\n'
  } >>"$home/payara/preboot"
}

portal_environment() {
  printf '%s\n' \
    "RINGFENCE_ROLES=${RINGFENCE_ROLES:-portal,widget,dialer,provisioner}" \
    "RINGFENCE_DB_URL=jdbc:mysql://127.0.0.1:$mariadb_port/ringfence?connectTimeout=5000&socketTimeout=60000&useLocalSessionState=true&elideSetAutoCommits=true&cacheServerConfiguration=true&cachePrepStmts=true&prepStmtCacheSize=400&prepStmtCacheSqlLimit=4096&openTelemetry=DISABLED" \
    "RINGFENCE_DB_USER=ringfence" \
    "RINGFENCE_DB_PASSWORD=$(secret RINGFENCE_DB_PASSWORD)" \
    "RINGFENCE_PORTAL_URL=$portal_url" \
    "RINGFENCE_GUEST_URL=https://$bridge_address:$edge_port" \
    "RINGFENCE_GUEST_PIN=$guest_pin" \
    "RINGFENCE_OIDC_PROVIDER=$keycloak_url/realms/ringfence" \
    "RINGFENCE_OIDC_CLIENT_ID=ringfence-portal" \
    "RINGFENCE_OIDC_CLIENT_SECRET=$(secret PORTAL_CLIENT_SECRET)" \
    "RINGFENCE_KEYCLOAK_URL=$keycloak_url" \
    "RINGFENCE_KEYCLOAK_ADMIN_CLIENT=ringfence-provisioner" \
    "RINGFENCE_KEYCLOAK_ADMIN_SECRET=$(secret PROVISIONER_CLIENT_SECRET)" \
    "RINGFENCE_MASTER_KEY=$(secret RINGFENCE_MASTER_KEY)" \
    "RINGFENCE_HYPERVISOR=${RINGFENCE_HYPERVISOR:-qemu}" \
    "RINGFENCE_TEMPLATE=$template" \
    "RINGFENCE_NETWORK=$network" \
    "RINGFENCE_RECORDINGS_DIR=$home/recordings" \
    "RINGFENCE_QEMU_DIRECTORY=$home/vms" \
    "RINGFENCE_QEMU_BRIDGE=$bridge" \
    "RINGFENCE_QEMU_ACCEL=$accel" \
    ${guest_dns:+"RINGFENCE_GUEST_DNS=$guest_dns"} \
    "PATH=$PATH:/usr/sbin:/sbin"
  # What the operator set in addition; of two lines for one name the later holds.
  [[ ! -r $home/portal.env ]] || grep '^RINGFENCE_[A-Z_]*=' "$home/portal.env" || true
}

portal_answers() {
  answers "$portal_url/health/ready"
}

# Payara Micro stays up when the application in it could not be deployed, and says so only by what it does not list.
portal_gave_up() {
  grep -q 'Payara Micro .* ready in' "$logs/portal.log" && ! grep -q '"Name": "ringfence"' "$logs/portal.log"
}

# What the running portal was started with; a difference means that it must be started anew.
portal_fingerprint() {
  { portal_environment && sha256sum <"$home/payara/ringfence.war" && printf '%s\n' "$payara_jar" "$java_home"; } | sha256sum | cut -d ' ' -f 1
}

start_portal() {
  local fingerprint
  # shellcheck disable=SC2034 # read by start_part
  local part_privilege=("${machine_owner[@]}")
  fingerprint=$(portal_fingerprint)
  if part_running portal; then
    if [[ -r $run/portal.fingerprint && $(<"$run/portal.fingerprint") == "$fingerprint" ]]; then
      step portal "runs already"
      return
    fi
    step portal "has changed, starting it anew"
    stop_part portal 30
  fi
  # Payara Micro unpacks itself here at each start, and leaves it behind when it is killed.
  rm -rf -- "$home/payara/tmp" "$home/payara/root"
  mkdir -p "$home/payara/tmp" "$home/payara/root"
  write_portal_options
  (umask 077 && portal_environment >"$run/portal.env")
  printf '%s\n' "$fingerprint" >"$run/portal.fingerprint"
  step portal "starting"
  start_part portal "$run/portal.env" "$java_home/bin/java" "@$home/payara/java-options" -jar "$payara_jar" \
    --nocluster --disablephonehome --port "$portal_port" --sslport "$edge_port" --sslcert guest-edge \
    --prebootcommandfile "$home/payara/preboot" --rootdir "$home/payara/root" \
    --logproperties "$checkout/scripts/payara-logging.properties" \
    --deploy "$home/payara/ringfence.war" --contextroot /
}

# The VMs keep running while the portal is away, and it finds them again; so they are ended here, after it.
# SIGTERM makes QEMU end at once; so the guest is asked first, by its power button, as often as it needs to hear it.
stop_machines() {
  local directory pid running deadline=$((SECONDS + 20)) found=0
  while true; do
    running=()
    for directory in "$home"/vms/*/; do
      ! machine_pid "${directory%/}" >/dev/null || running+=("${directory%/}")
    done
    ((found >= ${#running[@]})) || found=${#running[@]}
    ((${#running[@]} > 0 && SECONDS < deadline)) || break
    for directory in "${running[@]}"; do
      press_power_button "$directory"
    done
    await_machine_ends 3 "${running[@]}"
  done
  for directory in "${running[@]}"; do
    pid=$(machine_pid "$directory") || continue
    end_process "$pid" 10 machine_pid "$directory"
  done
  # One whose memory state is being saved is nobody's: there is nothing in it to lose.
  for directory in "$home"/vms/.warm/*/; do
    pid=$(machine_pid "${directory%/}") || continue
    end_process "$pid" 10 machine_pid "${directory%/}"
  done
  ((found == 0)) || step machines "$found stopped"
}

# machine_pid DIRECTORY: the process of the VM that lives there, known by its command line, which names the pid file.
machine_pid() {
  local pid
  read -r pid 2>/dev/null <"$1/qemu.pid" && [[ $pid =~ ^[0-9]+$ ]] || return 1
  grep -qxF -- "$1/qemu.pid" <<<"$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" || true)" || return 1
  printf '%s' "$pid"
}

press_power_button() {
  [[ -S $1/qmp.sock ]] || return 0
  printf '%s\n' '{"execute":"qmp_capabilities"}' '{"execute":"system_powerdown"}' |
    timeout 5 socat -t 0.5 - "UNIX-CONNECT:$1/qmp.sock" >/dev/null 2>&1 || true
}

# await_machine_ends LIMIT DIRECTORY...: until all of them have ended, at most LIMIT seconds.
await_machine_ends() {
  local deadline=$((SECONDS + $1)) directory
  shift
  for directory in "$@"; do
    while machine_pid "$directory" >/dev/null && ((SECONDS < deadline)); do
      sleep 0.2
    done
  done
}
