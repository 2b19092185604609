# shellcheck shell=bash
# Whether VMs run under KVM or are emulated. /dev/kvm alone proves nothing: on some hosts it opens and a kernel then
# hangs. So the template's kernel is booted under it until a program of its initramfs speaks, with a limit.

kvm_probe_limit=20

# Sets accel to kvm or tcg, and accel_reason to why. Asked once per boot of this machine and template.
choose_accel() {
  local asked answer=$cache/accel boot_id digest
  if [[ -n ${RINGFENCE_ACCEL:-} ]]; then
    accel=$RINGFENCE_ACCEL
    step accel "$accel, chosen by RINGFENCE_ACCEL"
    return
  fi
  boot_id=$(</proc/sys/kernel/random/boot_id)
  digest=$(basename "$template")
  if [[ -r $answer ]]; then
    read -r asked accel accel_reason <"$answer"
    if [[ $asked == "$boot_id/$digest" ]]; then
      step accel "$accel, $accel_reason"
      return
    fi
  fi
  accel=tcg
  if [[ ! -e /dev/kvm ]]; then
    accel_reason="this machine has no /dev/kvm; VMs are emulated and slower"
  elif [[ ! -r /dev/kvm || ! -w /dev/kvm ]]; then
    accel_reason="this user may not use /dev/kvm (group kvm); VMs are emulated and slower"
  else
    step accel "trying whether a guest boots under KVM (at most $kvm_probe_limit s, once per boot)"
    if boots_under_kvm; then
      accel=kvm
      accel_reason="a guest boots under it"
    else
      accel_reason="no guest boots under this machine's /dev/kvm; VMs are emulated and slower"
    fi
  fi
  printf '%s %s %s\n' "$boot_id/$digest" "$accel" "$accel_reason" >"$answer.new"
  mv "$answer.new" "$answer"
  step accel "$accel, $accel_reason"
}

boots_under_kvm() {
  local place log=$logs/kvm-probe.log booted=1
  place=$(mktemp -d "$run/kvm-probe.XXXXXX")
  # A second archive after the template's initramfs adds one program to it, and the kernel is told to start that one.
  printf '#!/bin/busybox sh\n/bin/busybox echo ringfence-probe-reached\n/bin/busybox poweroff -f\n' >"$place/probe"
  chmod +x "$place/probe"
  (cd "$place" && echo probe | cpio --quiet -o -H newc >extra) 2>/dev/null
  cat "$template/initramfs.img" "$place/extra" >"$place/initramfs"
  # QEMU aborts on some hosts, and the shell would tell: the braces keep its words out of the progress.
  { "${unprivileged[@]}" timeout --kill-after=2 "$kvm_probe_limit" qemu-system-x86_64 -no-user-config -nodefaults -display none \
    -machine q35,accel=kvm -cpu host -m 256 -no-reboot -serial stdio \
    -kernel "$template/vmlinuz" -initrd "$place/initramfs" -append 'console=ttyS0 rdinit=/probe panic=-1 quiet' \
    </dev/null >"$log" 2>&1 9>&- || true; } 2>/dev/null
  ! grep -q ringfence-probe-reached "$log" || booted=0
  rm -rf -- "$place"
  return $booted
}
