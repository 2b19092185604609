# shellcheck shell=bash
# The VMs' way out, and what they may reach of this host: one nftables table per instance and forwarding of the devices
# that have a route. Other programs' tables are never touched; `up` replaces ours in one transaction, `down` deletes it.

# Forwarding is turned on per device, because the switch for the whole machine (net.ipv4.ip_forward) could not be put
# back without losing what others had set for single devices. The devices that were closed before are noted here for all
# instances of the machine; it is empty again after a restart, like the switches themselves.
opened_devices=/run/ringfence/forwarding

uplink_table() {
  printf 'ringfence_%s' "$port_base"
}

uplink_table_exists() {
  as_root nft list table inet "$(uplink_table)" >/dev/null 2>&1
}

# The bridge's address as a MAC, in the form of the VMs' own. Without one that is set, a bridge takes over that of a VM
# and changes it when that VM ends.
bridge_mac() {
  local octets
  IFS=. read -r -a octets <<<"$bridge_address"
  printf '02:52:46:%02x:%02x:%02x' "${octets[@]:1}"
}

# network_rules WAY: the whole table, for `nft -f`; WAY is out or none. The first two lines make its replacement work
# whether or not it is there.
network_rules() {
  local table way=drop device opened=''
  table=$(uplink_table)
  [[ $1 != out ]] || way=accept
  while IFS= read -r device; do
    opened+="    iifname \"$device\" jump opened"$'\n'
  done < <(noted_devices)
  cat <<RULES
table inet $table
delete table inet $table
table inet $table {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname "$bridge" jump to_host
  }
  chain to_host {
    ct state established,related accept
    ip daddr $bridge_address tcp dport $edge_port accept
    icmp type echo-request accept
    drop
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    # A frame for the bridge's own MAC would go back to another VM by way of this host, past the isolation of the ports.
    iifname "$bridge" oifname "$bridge" ether daddr $(bridge_mac) drop
    # Bridged frames come here only while bridge netfilter is on (net.bridge.bridge-nf-call-iptables).
    iifname "$bridge" oifname "$bridge" accept
    iifname "$bridge" jump to_outside
    oifname "$bridge" jump to_machines
$opened  }
  chain to_outside {
    ip saddr != $network drop
    ip daddr 169.254.0.0/16 drop
    meta nfproto ipv4 $way
    drop
  }
  chain to_machines {
    ct state established,related accept
    drop
  }
  # These devices forwarded nothing before the VMs' uplink; what is not for the VMs stays so, except for the connections
  # that another program began or translates.
  chain opened {
    ct state established,related accept
    ct status dnat accept
    drop
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr $network ip saddr != $bridge_address oifname != { "$bridge", "lo" } masquerade
  }
}
RULES
}

# The devices that this machine has routes through, without the bridges of Ringfence.
routed_devices() {
  ip -4 route show table main | sed -n 's/.* dev \([^ ]*\).*/\1/p' | sort -u | grep -vE '^(lo|rf[0-9]+)$' || true
}

noted_devices() {
  [[ ! -r $opened_devices ]] || sort -u "$opened_devices"
}

forwarding_of() {
  printf '/proc/sys/net/ipv4/conf/%s/forwarding' "$1"
}

# note_closed_devices DEVICE...: before they are opened, so that an interrupted run loses none of them.
note_closed_devices() {
  local device
  for device in "$@"; do
    [[ $(<"$(forwarding_of "$device")") == 0 ]] || continue
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_root sh -c 'mkdir -p "${1%/*}" && printf "%s\n" "$2" >>"$1"' - "$opened_devices" "$device" || return
  done
}

# set_forwarding 0|1 DEVICE...
set_forwarding() {
  local value=$1 device
  shift
  for device in "$@"; do
    [[ -e $(forwarding_of "$device") && $(<"$(forwarding_of "$device")") != "$value" ]] || continue
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_root sh -c 'echo "$1" >"$2"' - "$value" "$(forwarding_of "$device")" 2>/dev/null || return
  done
}

# Puts the noted devices back when this was the last instance, unless somebody has turned on forwarding of the whole
# machine since.
restore_forwarding() {
  local devices
  [[ -e $opened_devices ]] || return 0
  ! grep -q . <<<"$(as_root nft list tables | sed -n "/^table inet $(uplink_table)\$/d; /inet ringfence_/p")" || return 0
  if [[ $(</proc/sys/net/ipv4/ip_forward) == 0 ]]; then
    mapfile -t devices < <(noted_devices)
    set_forwarding 0 "${devices[@]}" || step network "the former value of net.ipv4.conf.*.forwarding could not be put back"
  fi
  as_root rm -f -- "$opened_devices"
}

# Never fails: a machine that cannot have the table runs without an uplink, and says so.
start_uplink() {
  local way=out devices problem
  [[ ${RINGFENCE_UPLINK:-} != none ]] || way=none
  uplink_table_exists || note_started uplink
  mapfile -t devices < <(routed_devices)
  [[ $way == none ]] || note_closed_devices "${devices[@]}" || true
  if ! problem=$(network_rules "$way" | as_root nft -f - 2>&1); then
    set_forwarding 0 "$bridge" || true
    restore_forwarding 2>/dev/null || true
    set_uplink "off: nft cannot filter on this machine, so the VMs have no way out, and nothing keeps them from this host's ports (nft says: ${problem%%$'\n'*})"
  elif [[ $way == none ]]; then
    set_forwarding 0 "$bridge" || true
    restore_forwarding
    set_uplink "off: RINGFENCE_UPLINK=none"
  elif set_forwarding 1 "$bridge" "${devices[@]}"; then
    set_uplink "on"
    warn_of_foreign_filter
  else
    set_uplink "off: this machine does not let forwarding be turned on (net.ipv4.conf.*.forwarding)"
  fi
}

# A packet must pass every table, so a forward chain of somebody else's that drops by default closes the way out.
warn_of_foreign_filter() {
  ! grep -q 'hook forward .*policy drop' <<<"$(as_root nft list chains 2>/dev/null)" ||
    step network "another program's firewall drops forwarded packets; allow $bridge there, or the VMs have no way out"
}

# set_uplink STATE: "on", or "off: reason"; kept for status.
set_uplink() {
  uplink=$1
  printf '%s\n' "$uplink" >"$run/uplink"
  step network "uplink of the VMs $uplink"
}

# The state, as the last start left it; a bridge that is gone, for example after a restart of the machine, has none.
uplink_state() {
  if [[ ! -d /sys/class/net/$bridge || ! -r $run/uplink ]]; then
    printf 'off: the VMs'"'"' network is not up'
  elif [[ $(<"$run/uplink") == on && $EUID == 0 ]] && ! uplink_table_exists; then
    printf "off: the nftables table %s is gone; './ringfence up' makes it again" "$(uplink_table)"
  else
    printf '%s' "$(<"$run/uplink")"
  fi
}

stop_uplink() {
  rm -f -- "$run/uplink"
  PATH=$PATH:/usr/sbin:/sbin command -v nft >/dev/null || return 0
  if uplink_table_exists; then
    as_root nft delete table inet "$(uplink_table)"
    step network "nftables table $(uplink_table) removed"
  fi
  restore_forwarding
}

# name_servers FILE: those of it that a guest can reach: no IPv6, nothing on this host, nothing link-local.
name_servers() {
  local server own
  # Not through a pipe: grep -q ends it early, and then its writer's end by a signal counts as "not found".
  own=$(ip -4 -o address show)
  while read -r server; do
    [[ $server =~ ^[0-9]+(\.[0-9]+){3}$ && $server != 0.* && $server != 127.* && $server != 169.254.* ]] || continue
    [[ $own != *" $server/"* ]] || continue
    printf '%s\n' "$server"
  done < <(sed -n 's/^[[:space:]]*nameserver[[:space:]]\{1,\}\([^[:space:]]*\).*/\1/p' "$1" 2>/dev/null)
}

# Sets guest_dns: the servers that guests ask, separated by blanks. systemd-resolved writes itself into the one file and
# the servers that it asks into the other.
find_guest_dns() {
  local resolver=/etc/resolv.conf
  guest_dns=${RINGFENCE_GUEST_DNS:-}
  [[ -z $guest_dns && $uplink == on ]] || return 0
  [[ ! -r /run/systemd/resolve/resolv.conf ]] || ! grep -qE '^nameserver[[:space:]]+127\.0\.0\.5[34]' "$resolver" ||
    resolver=/run/systemd/resolve/resolv.conf
  guest_dns=$(name_servers "$resolver" | paste -s -d ' ')
  if [[ -n $guest_dns ]]; then
    step network "the VMs ask the name servers $guest_dns"
  else
    step network "the VMs have no name server: $resolver names none that they can reach (RINGFENCE_GUEST_DNS can)"
  fi
}

valid_name_servers() {
  local server
  [[ $1 =~ ^[0-9.\ ]*$ ]] || return 1
  for server in $1; do
    valid_network "${server%.*}.0/24" && [[ ${server##*.} =~ ^[0-9]{1,3}$ ]] && ((10#${server##*.} <= 255)) || return 1
  done
}
