# shellcheck shell=bash
# shellcheck disable=SC2034 # the benches and the other parts read these
# What the benches of the dialer under faults share: a PBX, a far end and the portal with the dialer, all on this machine,
# in an instance of their own that is deleted at the end. Sourced after output.sh and with $checkout set; a function that
# $dialbench_prepared names is called when $work is there and nothing runs yet.
#
# The PBX is the image's Asterisk with a configuration of the generator, natively in a network namespace. The far end,
# scripts/FaultBench.java, is the provider with all visitors behind it and all agents' phones, in a namespace of its own;
# its log says what really happened.

# shellcheck source=scripts/lib/instance.sh
source "$checkout/scripts/lib/instance.sh"
# shellcheck source=scripts/lib/machine.sh
source "$checkout/scripts/lib/machine.sh"
# shellcheck source=scripts/lib/parts.sh
source "$checkout/scripts/lib/parts.sh"
# shellcheck source=scripts/lib/network.sh
source "$checkout/scripts/lib/network.sh"
# shellcheck source=scripts/lib/uplink.sh
source "$checkout/scripts/lib/uplink.sh"
# shellcheck source=scripts/lib/build.sh
source "$checkout/scripts/lib/build.sh"
# shellcheck source=scripts/lib/mariadb.sh
source "$checkout/scripts/lib/mariadb.sh"
# shellcheck source=scripts/lib/keycloak.sh
source "$checkout/scripts/lib/keycloak.sh"
# shellcheck source=scripts/lib/portal.sh
source "$checkout/scripts/lib/portal.sh"

say() {
  printf 'bench: %s\n' "$*" >&2
}

# dialbench_begin CALLS AGENTS PACE SEED [PACKAGE...]: everything runs and is connected when it returns. CALLS callbacks
# may be under way at the same time; PACE is the trunk's limit of calls a second, 0 for none.
dialbench_begin() {
  agents=$2 pace=$3 seed=$4
  work=$(mktemp -d /var/tmp/rfbench.XXXXXX)
  export RINGFENCE_HOME=$work/home RINGFENCE_ROLES=portal,dialer
  # What is not answered is given up soon, so that faults and calls mix.
  settings_of_dialer=("RINGFENCE_DIALER_CALLS_PER_TENANT=$1" RINGFENCE_DIALER_AGENT_RING_SECONDS=6 RINGFENCE_DIALER_VISITOR_RING_SECONDS=6)
  unset RINGFENCE_NETWORK
  template=$RINGFENCE_TEMPLATE
  accel=$RINGFENCE_ACCEL
  read_instance
  pbx=$network_prefix.10
  provider=$network_prefix.8
  phones=$network_prefix.9
  pbx_process=''
  far_process=''
  helpers=()
  trap dialbench_clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  {
    mkdir -p "$run" "$logs"
    printf '%s\n' "${settings_of_dialer[@]}" >"$home/portal.env"
    install_packages "$tools_for_up" "${@:5}"
    set_privilege_commands
    find_payara
    make_directories
    generate_secrets
    start_bridge
    make_certificate
    fetch_payara
    build_portal
  } >&2
  mkdir "$work/etc" "$work/pbx"
  ${dialbench_prepared:-:}
  compile_fault_bench
  "${fault_java[@]}" files "$work/etc" "$bridge_address" "$provider" "$agents" "$pace"
  namespace pbx "$pbx"
  namespace far "$provider" "$phones"
  start_pbx
  start_far
  {
    start_mariadb
    start_keycloak
    start_portal
    await_keycloak
    await_part portal 600 portal_answers
  } >&2
  make_tenant
  await_contact
}

dialbench_clean_up() {
  local status=$? part
  trap - EXIT
  trap '' INT TERM
  if ((status != 0)); then
    show_log_end "$logs/portal.log"
    sed 's/^/far end: /' "$work/far.out" 2>/dev/null | tail -n 20 >&2 || true
  fi
  for part in "${helpers[@]}"; do
    kill "$part" 2>/dev/null || true
  done
  # One that was stopped does not hear that it is to end.
  ! part=$(part_pid portal) || kill -CONT "$part" 2>/dev/null || true
  for part in portal keycloak mariadb; do
    stop_part "$part" 30 >&2
  done
  for part in $far_process $pbx_process; do
    kill "$part" 2>/dev/null || true
    wait "$part" 2>/dev/null || true
  done
  for part in pbx far; do
    ! ip netns list | grep -q "^$bridge-$part\b" || ip netns delete "$bridge-$part"
  done
  stop_bridge >&2
  rm -rf --one-file-system -- "$work"
  exit "$status"
}

# namespace NAME ADDRESS...: one host of the bench's network.
namespace() {
  local name=$1 link=v$port_base-${2##*.} address
  shift
  ip netns add "$bridge-$name"
  ip link add "$link" type veth peer name eth0 netns "$bridge-$name"
  ip link set "$link" master "$bridge" up
  ip -n "$bridge-$name" link set lo up
  for address in "$@"; do
    ip -n "$bridge-$name" address add "$address/24" dev eth0
  done
  ip -n "$bridge-$name" link set eth0 up
}

# What "${fault_java[@]}" runs, so that whoever runs it in the background gets its own process id.
compile_fault_bench() {
  local libraries="$checkout/admin-web/target/ringfence/WEB-INF/lib/*"
  mkdir "$work/classes"
  "$java_home/bin/javac" -cp "$libraries" -d "$work/classes" "$checkout/scripts/FaultBench.java"
  fault_java=("$java_home/bin/java" -Xmx256m -cp "$work/classes:$libraries" FaultBench)
}

pbx_cli() {
  "$checkout/vm-templates/run-native" --cli "$work/pbx" "$1"
}

start_pbx() {
  "$checkout/vm-templates/run-native" "$template/root.erofs" "$work/etc" "$work/pbx" "$bridge-pbx" >>"$work/pbx.out" 2>&1 &
  pbx_process=$!
  until pbx_cli 'core waitfullybooted' 2>/dev/null | grep -q 'fully booted'; do
    kill -0 "$pbx_process" 2>/dev/null || { cat "$work/pbx.out" >&2; exit 1; }
    sleep 0.2
  done
}

start_far() {
  nsenter --net="/run/netns/$bridge-far" "${fault_java[@]}" \
    far "$provider" "$phones" "$pbx" "$agents" "$seed" "$work/far.log" "$work/storm" >"$work/far.out" 2>&1 &
  far_process=$!
  until grep -q registered "$work/far.out"; do
    kill -0 "$far_process" 2>/dev/null || { cat "$work/far.out" >&2; exit 1; }
    sleep 0.2
  done
}

# The tenant by the API, as anybody makes one; only the secret of its PBX is the one of the PBX that runs here.
make_tenant() {
  local maker
  mkfifo "$work/lines"
  "$java_home/bin/java" -Xmx256m -cp "$checkout/admin-web/target/ringfence/WEB-INF/lib/*" "$checkout/scripts/DialerBench.java" \
    tenant "$portal_url" "$keycloak_url" "$agents" "$provider" <"$work/lines" >"$work/secret.sql" 2>"$work/tenant.err" &
  maker=$!
  exec 7>"$work/lines"
  printf '%s\n' "$(secret HOSTER_PASSWORD)" "$(secret CLI_CLIENT_SECRET)" "$(secret RINGFENCE_MASTER_KEY)" >&7
  until grep -q 'the tenant is made' "$work/tenant.err"; do
    kill -0 "$maker" 2>/dev/null || { cat "$work/tenant.err" >&2; exit 1; }
    sleep 0.2
  done
  sql "select v.id from virtual_machine v join tenant t on t.id = v.tenant_id where t.slug = 'bench'" >&7
  exec 7>&-
  wait "$maker"
  grep -q "machine is $pbx:" "$work/tenant.err" || { say "the tenant's machine has another address than $pbx"; exit 1; }
  mariadb_root ringfence <"$work/secret.sql"
  printf '%s\n' "$(secret HOSTER_PASSWORD)" "$(secret CLI_CLIENT_SECRET)" | "${fault_java[@]}" key "$portal_url" "$keycloak_url" >"$work/key"
}

sql() {
  mariadb_root --skip-column-names --batch --execute="$1" ringfence
}

# The row of the lane says whether its dialer is connected to the PBX.
in_contact() {
  [[ $(sql "select count(*) from dialer_lane where contact and lease_until > unix_timestamp(now(6)) * 1000000" 2>/dev/null) == 1 ]]
}

await_contact() {
  local deadline=$((SECONDS + 300))
  until in_contact; do
    part_running portal || { say "the portal has ended"; exit 1; }
    ((SECONDS < deadline)) || { say "the dialer is not connected to the PBX"; exit 1; }
    sleep 0.5
  done
}

# await_end SECONDS: until no request is open, or nothing has changed for so long.
await_end() {
  local open before='' still=0
  while true; do
    open=$(sql "select count(*) from callback_request where state not in ('ENDED', 'FAILED', 'EXPIRED')")
    ((open > 0)) || return 0
    if [[ $open == "$before" ]]; then still=$((still + 1)); else still=0; fi
    ((still < $1)) || return 0
    before=$open
    sleep 1
  done
}
