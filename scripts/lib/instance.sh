# shellcheck shell=bash
# shellcheck disable=SC2034 # these names are the instance's facts, read by the other files
# Where an instance lives, which ports and network it has, its secrets and its lock.

# The directory, the ports and the network that hold for this command. An instance keeps the ports and the network
# of its first start, because its login realm and its certificate carry them.
read_instance() {
  local saved_base='' saved_network=''
  home=$(realpath -m -- "${RINGFENCE_HOME:-$checkout/var}")
  cache=$(realpath -m -- "${RINGFENCE_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ringfence}")
  settings=$home/settings.env
  secrets=$home/secrets.env
  logs=$home/logs
  run=$home/run
  [[ ! $home$cache =~ [[:cntrl:]\"\'\\\$\`,] ]] ||
    refuse "RINGFENCE_HOME and RINGFENCE_CACHE must not hold quotes, commas, '\$', '\`', backslashes or control characters." \
      "Use another directory: RINGFENCE_HOME is $home, RINGFENCE_CACHE is $cache."
  # A UNIX socket's address ends at 107 bytes, and vms/<vm-name>/qmp.sock is the longest one below the instance.
  [[ ${#home} -le 64 ]] ||
    refuse "RINGFENCE_HOME is ${#home} characters long, and sockets below it need it to be at most 64: $home" \
      "Use a shorter directory, for example RINGFENCE_HOME=/var/lib/ringfence."
  if [[ -r $settings ]]; then
    saved_base=$(setting RINGFENCE_PORT_BASE)
    saved_network=$(setting RINGFENCE_NETWORK)
  fi
  port_base=${RINGFENCE_PORT_BASE:-${saved_base:-18000}}
  if ! [[ $port_base =~ ^[1-9][0-9]{3,4}$ ]] || ((port_base < 1024 || port_base > 65000)); then
    refuse "RINGFENCE_PORT_BASE must be a number from 1024 to 65000, and it is '$port_base'."
  fi
  network=${RINGFENCE_NETWORK:-${saved_network:-10.213.$((port_base / 100 % 256)).0/24}}
  valid_network "$network" ||
    refuse "RINGFENCE_NETWORK must be a network like 10.213.180.0/24, and it is '$network'."
  [[ ${RINGFENCE_ACCEL:-tcg} =~ ^(kvm|tcg)$ ]] ||
    refuse "RINGFENCE_ACCEL must be kvm or tcg, and it is '$RINGFENCE_ACCEL'."
  [[ ${RINGFENCE_UPLINK:-none} == none ]] ||
    refuse "RINGFENCE_UPLINK can only be none, and it is '$RINGFENCE_UPLINK'."
  valid_name_servers "${RINGFENCE_GUEST_DNS:-}" ||
    refuse "RINGFENCE_GUEST_DNS must be IPv4 addresses separated by blanks, and it is '$RINGFENCE_GUEST_DNS'."
  [[ -z $saved_base || $saved_base == "$port_base" ]] ||
    refuse "The instance in $home was made with port base $saved_base and cannot move to $port_base." \
      "Use RINGFENCE_PORT_BASE=$saved_base, or another RINGFENCE_HOME for a second instance."
  [[ -z $saved_network || $saved_network == "$network" ]] ||
    refuse "The instance in $home was made with network $saved_network and cannot move to $network." \
      "Use RINGFENCE_NETWORK=$saved_network, or another RINGFENCE_HOME for a second instance."

  portal_port=$port_base
  edge_port=$((port_base + 1))
  keycloak_port=$((port_base + 2))
  keycloak_management_port=$((port_base + 3))
  mariadb_port=$((port_base + 4))
  website_port=$((port_base + 5))
  bridge=rf$port_base
  network_prefix=${network%.0/24}
  bridge_address=$network_prefix.1
  portal_url=http://127.0.0.1:$portal_port
  keycloak_url=http://127.0.0.1:$keycloak_port
  website_url=http://127.0.0.1:$website_port
  export RINGFENCE_HOME=$home RINGFENCE_CACHE=$cache RINGFENCE_PORT_BASE=$port_base RINGFENCE_NETWORK=$network
}

valid_network() {
  local octet
  [[ $1 =~ ^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.0/24$ ]] || return 1
  for octet in "${BASH_REMATCH[@]:1}"; do
    ((10#$octet <= 255)) || return 1
  done
}

# setting KEY: the value in settings.env, or nothing.
setting() {
  [[ ! -r $settings ]] || sed -n "s/^$1=//p" "$settings"
}

# secret KEY: the value in secrets.env; fails when there is none.
secret() {
  local value=''
  [[ ! -r $secrets ]] || value=$(sed -n "s/^$1=//p" "$secrets")
  [[ -n $value ]] || refuse "$1 is missing in $secrets." "Is this instance complete? './ringfence up' generates what is missing."
  printf '%s' "$value"
}

# Only one command at a time changes an instance. Long-lived children close this descriptor (9), otherwise they would
# hold the lock for their whole life.
lock_instance() {
  mkdir -p "$run"
  exec 9>"$run/lock"
  flock -n 9 ||
    refuse "Another ringfence command is working on the instance in $home." \
      "Wait for it to end, or use another RINGFENCE_HOME for a second instance."
}

make_directories() {
  mkdir -p "$home" "$logs" "$run" "$home/tls" "$home/mariadb" "$home/keycloak" "$home/payara" "$home/vms"
  chmod 0700 "$home" "$run" "$home/tls" "$home/mariadb" "$home/keycloak" "$home/payara" "$logs"
}

# Passwords are 20 hex digits so that a person can type them; none needs quoting in SQL, JSON or a URL.
generate_secrets() {
  local key made=0
  [[ -e $secrets ]] || (umask 077 && : >"$secrets")
  for key in MARIADB_ROOT_PASSWORD RINGFENCE_DB_PASSWORD KEYCLOAK_DB_PASSWORD KEYCLOAK_ADMIN_PASSWORD HOSTER_PASSWORD \
    DEMO_ADMIN_PASSWORD PORTAL_CLIENT_SECRET PROVISIONER_CLIENT_SECRET CLI_CLIENT_SECRET KEYSTORE_PASSWORD; do
    grep -q "^$key=" "$secrets" && continue
    printf '%s=%s\n' "$key" "$(openssl rand -hex 10)" >>"$secrets"
    made=1
  done
  # The key that encrypts stored secrets: losing it loses them, so it is never made a second time.
  if ! grep -q '^RINGFENCE_MASTER_KEY=' "$secrets"; then
    printf 'RINGFENCE_MASTER_KEY=%s\n' "$(openssl rand -base64 32)" >>"$secrets"
    made=1
  fi
  [[ $made == 0 ]] || step secrets "generated, in $secrets (0600)"
}

# Rewritten at each start; a second start with nothing new writes the same text.
write_settings() {
  local text
  text=$(printf '%s\n' "RINGFENCE_PORT_BASE=$port_base" "RINGFENCE_NETWORK=$network" "RINGFENCE_BRIDGE=$bridge" \
    "RINGFENCE_TEMPLATE=$template" "RINGFENCE_ACCEL=$accel")
  [[ -r $settings && $(<"$settings") == "$text" ]] || printf '%s\n' "$text" >"$settings"
}
