# shellcheck shell=bash
# The bridge that the VMs are on, with the host's address in their network, and the certificate of the guests' edge.
# What they reach beyond it is decided in uplink.sh; each other they never reach.

address_number() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  printf '%s' $(((a << 24) | (b << 16) | (c << 8) | d))
}

# overlaps A/N B/M: whether the two networks share an address.
overlaps() {
  local shorter=$((${1#*/} < ${2#*/} ? ${1#*/} : ${2#*/})) mask
  mask=$(((0xffffffff << (32 - shorter)) & 0xffffffff))
  ((($(address_number "${1%/*}") & mask) == ($(address_number "${2%/*}") & mask)))
}

# Refuses when a route of this machine, other than the default one and our bridge's, covers the VMs' network, or when
# the bridge's name is taken.
check_network() {
  local destination rest
  while read -r destination rest; do
    [[ $destination != default && $destination != 0.0.0.0/* ]] || continue
    [[ $rest != *"dev $bridge "* ]] || continue
    [[ $destination == */* ]] || destination=$destination/32
    [[ $destination =~ ^[0-9.]+/[0-9]+$ ]] || continue
    ! overlaps "$network" "$destination" ||
      refuse "The VMs' network $network collides with this machine's route to $destination." \
        "Choose another one, for example RINGFENCE_NETWORK=10.77.77.0/24."
  done < <(ip -4 route show table main)
  # A bridge that an earlier run of this instance left is as good as a new one.
  [[ ! -d /sys/class/net/$bridge || $(ip -4 -o address show dev "$bridge") == *" $bridge_address/24 "* ]] ||
    refuse "There is already a network device $bridge without the address $bridge_address." \
      "Remove it (ip link delete $bridge), or choose another RINGFENCE_PORT_BASE."
}

# The process that makes the VMs' network devices runs as this user.
check_tap_devices() {
  [[ -c /dev/net/tun ]] || refuse "This machine has no /dev/net/tun, which connects the VMs to their bridge." \
    "Load its module (modprobe tun), or, in a container, allow the device."
  [[ -r /dev/net/tun && -w /dev/net/tun ]] || refuse "This user may not use /dev/net/tun, which connects the VMs to their bridge." \
    "Give it its usual mode again (chmod 0666 /dev/net/tun), or run Ringfence as root."
}

start_bridge() {
  if [[ -d /sys/class/net/$bridge ]]; then
    as_root ip link set "$bridge" address "$(bridge_mac)"
    keep_machines_apart
    guard_senders
    return
  fi
  note_started bridge
  as_root ip link add name "$bridge" address "$(bridge_mac)" type bridge stp_state 0 forward_delay 0
  # No IPv6 on it: a VM has one way to this host, its IPv4 address.
  as_root sh -c "echo 1 >/proc/sys/net/ipv6/conf/$bridge/disable_ipv6" 2>/dev/null || true
  as_root ip address add "$bridge_address/24" dev "$bridge"
  keep_machines_apart
  guard_senders
  as_root ip link set "$bridge" up
  step network "bridge $bridge with $bridge_address/24"
}

# The bridge's isolated ports keep the VMs apart, but a host that forwards (as container engines make it) would carry
# packets from one VM through itself to another all the same. A rule for what comes from the VMs refuses that; packets for
# the host itself are taken before any such rule, and the host's own packets do not come from the bridge.
keep_machines_apart() {
  grep -qF " to $network iif $bridge unreachable" <<<"$(ip -4 rule show)" ||
    as_root ip -4 rule add pref 100 iif "$bridge" to "$network" unreachable ||
    [[ $(<"/proc/sys/net/ipv4/conf/$bridge/forwarding") == 0 ]] ||
    refuse "This host forwards what comes from the VMs and has no routing rules to keep tenants apart." \
      "Switch it off: sysctl net.ipv4.conf.$bridge.forwarding=0"
}

# sender_rules: what a VM may send, for `nft -f`. A VM's port is named for the last part of its address, and so is its MAC
# (QemuSettings, MacAddress), so that one table holds for all VMs that come and go: from its port pass IPv4 and ARP with its
# own MAC and its own address, and nothing else. The first two lines make its replacement work whether or not it is there.
sender_rules() {
  local table host macs='' addresses='' octets
  table=$(uplink_table)
  IFS=. read -r -a octets <<<"$bridge_address"
  for host in {10..254}; do
    printf -v macs '%s      "t%s-%d" . 02:52:46:%02x:%02x:%02x,\n' "$macs" "$port_base" "$host" "${octets[1]}" "${octets[2]}" "$host"
    printf -v addresses '%s      "t%s-%d" . %d.%d.%d.%d,\n' "$addresses" "$port_base" "$host" "${octets[@]:0:3}" "$host"
  done
  cat <<RULES
table bridge $table
delete table bridge $table
table bridge $table {
  set macs {
    type ifname . ether_addr
    elements = {
$macs    }
  }
  set addresses {
    type ifname . ipv4_addr
    elements = {
$addresses    }
  }
  chain prerouting {
    type filter hook prerouting priority -300; policy accept;
    iifname "t$port_base-*" jump from_machine
  }
  chain from_machine {
    iifname . ether saddr != @macs drop
    ether type ip iifname . ip saddr @addresses accept
    ether type arp arp htype 1 arp ptype 0x0800 iifname . arp saddr ether @macs iifname . arp saddr ip @addresses accept
    drop
  }
}
RULES
}

# Never fails: a machine that cannot filter bridged frames runs, and says so.
guard_senders() {
  local problem
  problem=$(sender_rules | as_root nft -f - 2>&1) ||
    step network "this machine cannot filter bridged frames: a VM that was broken into may pose as another (nft says: ${problem%%$'\n'*})"
}

stop_guarding() {
  ! as_root nft list table bridge "$(uplink_table)" >/dev/null 2>&1 || as_root nft delete table bridge "$(uplink_table)"
}

# The VMs' tap devices go with it; each is named after the port base.
stop_bridge() {
  local port
  [[ -d /sys/class/net/$bridge ]] || return 0
  for port in "/sys/class/net/$bridge/brif/t$port_base-"*; do
    [[ ! -e $port ]] || as_root ip link delete "${port##*/}"
  done
  as_root ip link delete "$bridge"
  stop_guarding
  as_root ip -4 rule delete iif "$bridge" to "$network" unreachable 2>/dev/null || true
  step network "bridge $bridge removed"
}

# The VMs trust this certificate by its public key alone (ringfence.guest.pin), so it is made once and may live long.
make_certificate() {
  local tls=$home/tls
  if [[ ! -e $tls/guest-edge.p12 ]]; then
    (
      umask 077
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Ringfence guest edge" \
        -addext "subjectAltName=IP:$bridge_address" -keyout "$tls/guest-edge.key" -out "$tls/guest-edge.crt" 2>"$logs/openssl.log"
      KEYSTORE_PASSWORD=$(secret KEYSTORE_PASSWORD) openssl pkcs12 -export -in "$tls/guest-edge.crt" -inkey "$tls/guest-edge.key" \
        -name guest-edge -passout env:KEYSTORE_PASSWORD -out "$tls/guest-edge.p12.new"
      mv "$tls/guest-edge.p12.new" "$tls/guest-edge.p12"
    ) || refuse "openssl could not make the certificate of the guests' edge." "See $logs/openssl.log."
    step tls "certificate for https://$bridge_address:$edge_port made"
  fi
  # The form of curl's --pinnedpubkey: the digest of the public key in DER.
  guest_pin=sha256//$(openssl x509 -in "$tls/guest-edge.crt" -noout -pubkey | openssl pkey -pubin -outform der |
    openssl dgst -sha256 -binary | openssl base64 -A)
}
