# A guest, its network and its centre for the image's tests and its bench; sourced by bash.
# shellcheck shell=bash
#
# Everything made here lives in one temporary directory, one bridge and one tap device, and goes with `clean_up`.

templates=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
port_base=${RINGFENCE_PORT_BASE:-21000}
accel=${RINGFENCE_ACCEL:-tcg}
cache=${RINGFENCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ringfence}
bridge=rf$port_base
tap=t$port_base-10
network=10.213.$((port_base / 100 % 256))
gateway=$network.1
guest=$network.10
portal_port=$((port_base + 1))
vm_id=5a4d7f0e-6b1c-4a52-9d0f-3c2b1a098765
secret=dGhpcy1pcy1vbmx5LWZvci10aGUtaW1hZ2VzLXRlc3Q
here=
centre_pid=
qemu_pid=

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# prepare: the template, a directory, a bridge with a tap, and the centre.
prepare() {
  [ "$(id -u)" = 0 ] || fail "needs root: it makes a bridge and a tap device"
  local tool
  for tool in qemu-system-x86_64 qemu-img ip java keytool; do
    command -v $tool >/dev/null || fail "$tool is missing"
  done
  [ ! -e "/sys/class/net/$bridge" ] || fail "the bridge $bridge is there already; choose another RINGFENCE_PORT_BASE"
  template=$cache/templates/$("$templates/build" "$cache/templates") || fail "the template does not build"
  here=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  ip link add "$bridge" type bridge
  ip addr add "$gateway/24" dev "$bridge"
  ip link set "$bridge" up
  ip tuntap add "$tap" mode tap
  ip link set "$tap" master "$bridge" up

  mkdir -p "$here/centre/bundles"
  : >"$here/centre/log"
  keytool -genkeypair -keystore "$here/centre/key.p12" -storetype PKCS12 -storepass testing -alias centre -keyalg EC \
    -groupname secp256r1 -dname CN=ringfence-test -validity 30 >/dev/null 2>&1
  start_centre
}

start_centre() {
  rm -f "$here/centre/pin"
  java "$templates/testing/CentreForTests.java" "$gateway" "$portal_port" "$here/centre" "$vm_id" "$secret" >"$here/centre.out" 2>&1 &
  centre_pid=$!
  until_true 60 test -s "$here/centre/pin" || fail "the test's centre does not start: $(cat "$here/centre.out")"
}

stop_centre() {
  [ -z "$centre_pid" ] || { kill "$centre_pid" && wait "$centre_pid"; } 2>/dev/null || true
  centre_pid=
}

# shellcheck disable=SC2317 # called by the trap
clean_up() {
  local result=$?
  if [ $result != 0 ] && [ -n "$here" ]; then
    echo "---- the guest's console" >&2
    tail -n 40 "$here/console.log" 2>/dev/null >&2
  fi
  if [ -n "$qemu_pid" ]; then kill "$qemu_pid" 2>/dev/null && wait "$qemu_pid" 2>/dev/null; fi
  stop_centre
  ip link del "$tap" 2>/dev/null
  ip link del "$bridge" 2>/dev/null
  [ -z "$here" ] || rm -rf "$here"
  exit $result
}

# until_true SECONDS COMMAND...: true as soon as the command is; false when the guest dies or the limit passes.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    [ -z "$qemu_pid" ] || kill -0 "$qemu_pid" 2>/dev/null || return 1
    sleep 0.1
  done
}

write_identity() {
  cat >"$here/identity.in" <<IDENTITY
ringfence-identity 1
vm_id=$vm_id
tenant=test
hostname=rf-test
address=$guest/24
gateway=$gateway
portal_url=https://$gateway:$portal_port
portal_pin=$(cat "$here/centre/pin")
secret=$secret
clock=$(($(date +%s) + ${ahead:-0}))
entropy=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
${configuration:+configuration=$configuration
}end
IDENTITY
  # QEMU's pipe device reads X.in and writes X.out; it needs no process at the other side and works in every version.
  [ -e "$here/identity.out" ] || ln -s /dev/null "$here/identity.out"
}

new_disk() {
  rm -f "$here/data.qcow2"
  qemu-img create -q -f qcow2 "$here/data.qcow2" 1G
}

# start_guest: powers the guest on; its console goes to console.log.
start_guest() {
  [ -e "$here/data.qcow2" ] || new_disk
  write_identity
  : >"$here/console.log"
  qemu-system-x86_64 -name rf-test -machine q35 -accel "$(accelerator)" -cpu max -smp 1 -m 256 \
    -nodefaults -no-user-config -display none -no-reboot \
    -kernel "$template/vmlinuz" -initrd "$template/initramfs.img" -append 'console=ttyS0 quiet panic=-1 no_timer_check' \
    -drive "if=none,id=image,file=$template/root.erofs,format=raw,readonly=on" \
    -device virtio-blk-pci,drive=image \
    -drive "if=none,id=data,file=$here/data.qcow2,format=qcow2,discard=unmap" \
    -device virtio-blk-pci,drive=data \
    -netdev "tap,id=net,ifname=$tap,script=no,downscript=no" \
    -device "virtio-net-pci,netdev=net,romfile=,mac=$(mac)" \
    -device virtio-serial-pci -chardev "pipe,id=identity,path=$here/identity" \
    -device virtserialport,chardev=identity,name=org.ringfence.identity \
    -device virtio-rng-pci -device vmgenid,guid=auto \
    -serial "file:$here/console.log" -qmp "unix:$here/qmp.sock,server=on,wait=off" >"$here/qemu.out" 2>&1 &
  qemu_pid=$!
}

# Under emulation QEMU otherwise keeps up to a gigabyte of translated code per guest.
accelerator() {
  case $accel in
    tcg) echo "tcg,tb-size=${RINGFENCE_TB_SIZE:-96}" ;;
    *) echo "$accel" ;;
  esac
}

mac() {
  local octets
  IFS=. read -ra octets <<<"$guest"
  printf '02:52:46:%02x:%02x:%02x' "${octets[1]}" "${octets[2]}" "${octets[3]}"
}

# answers_options: sends one SIP OPTIONS over UDP and looks for any SIP answer. Bash's own sockets, no SIP tool.
answers_options() {
  local answer tag=$RANDOM$RANDOM
  exec 4<>"/dev/udp/$guest/5060" || return 1
  # Bash would send a datagram per line; dd sends all of it in one.
  printf 'OPTIONS sip:%s SIP/2.0\r\nVia: SIP/2.0/UDP %s:5060;rport;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: <sip:test@%s>;tag=%s\r\nTo: <sip:%s>\r\nCall-ID: %s@%s\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n' \
    "$guest" "$gateway" "$tag" "$gateway" "$tag" "$guest" "$tag" "$gateway" |
    dd bs=4096 iflag=fullblock >&4 2>/dev/null
  # In one read: what does not fit into a read of a datagram is lost.
  answer=$(timeout 0.4 dd bs=4096 count=1 <&4 2>/dev/null | head -n 1)
  exec 4>&-
  [[ ${answer-} == SIP/2.0\ * ]]
}

# bundle N DIRECTORY: offers the directory's content as revision N, packed as the generator does.
bundle() {
  local entries=(asterisk verify)
  [ ! -e "$2/sounds" ] || entries+=(sounds)
  tar -C "$2" --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=u=rwX,go=rX \
    -cf "$here/centre/bundles/$1.part" "${entries[@]}"
  mv "$here/centre/bundles/$1.part" "$here/centre/bundles/$1.tar"
}

# said PATTERN: true when the guest told the centre something that matches.
said() {
  grep -qE "$1" "$here/centre/log" 2>/dev/null
}

on_console() {
  grep -qaE "$1" "$here/console.log"
}

# press_power_button: over ACPI, as a hypervisor's orderly shutdown does it.
press_power_button() {
  java "$templates/testing/Qmp.java" "$here/qmp.sock" system_powerdown >/dev/null
}

guest_is_gone() {
  ! kill -0 "$qemu_pid" 2>/dev/null
}
