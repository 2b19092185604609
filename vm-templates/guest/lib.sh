# Shared by init, agent and the Asterisk supervisor; sourced by busybox sh.
# shellcheck shell=dash disable=SC2034

RUN=/run/ringfence
DATA=/data
CONFIG=$DATA/config
# What Asterisk writes of calls, and what waits to be carried to the centre.
EVENTS=$DATA/asterisk/log/cel-custom/calls
SPOOL=$DATA/records

# stage NAME [WORDS]: one line on the console, which the host keeps in console.log.
stage() {
  read -r uptime _ </proc/uptime
  echo "ringfence: stage $* at $uptime s" >/dev/console
}

# say WORDS: a console line that is not a stage.
say() {
  echo "ringfence: $*" >/dev/console
}

# identity KEY: a value of the identity document, as validated by init.
identity() {
  sed -n "s/^$1=//p" "$RUN/identity"
}

# asterisk_running: true when the supervised process lives and its control socket is there.
asterisk_running() {
  [ -S /run/asterisk/asterisk.ctl ] && [ -s "$RUN/asterisk.pid" ] && read -r asterisk_pid <"$RUN/asterisk.pid" &&
    kill -0 "$asterisk_pid" 2>/dev/null
}

# cli COMMAND...: the answers of Asterisk's command line, all over one connection to its control socket. Its protocol:
# commands end with NUL, "cli quit after" makes it hang up after them, and the first line names the server. This is what
# `asterisk -r` does for one command; starting that program for each costs a tenth of a second under emulation. At most
# some 500 bytes of commands are read.
cli() {
  ask "$@" | tail -n +2
}

# ask COMMAND...: as cli, with the line that names the server.
ask() {
  {
    printf 'cli quit after '
    printf '%s\0' "$@"
  } | curl -q -sN --max-time 60 --unix-socket /run/asterisk/asterisk.ctl telnet://localhost 2>/dev/null
}

# in_pieces COMMAND...: as ask, as many in one go as Asterisk reads.
in_pieces() {
  while [ $# -gt 8 ]; do
    ask "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8"
    shift 8
  done
  [ $# = 0 ] || ask "$@"
}

# make_data_tree: the directories Asterisk writes to, all of them on the data disk; the image links to them.
make_data_tree() {
  for directory in lib lib/moh lib/sounds lib/sounds/custom lib/priv-callerintros lib/keys lib/cache \
    log log/cdr-csv log/cdr-custom log/cel-custom \
    spool spool/dictate spool/meetme spool/monitor spool/outgoing spool/recording spool/system spool/tmp \
    spool/uploads spool/voicemail; do
    [ -d "$DATA/asterisk/$directory" ] || mkdir -p "$DATA/asterisk/$directory"
  done
  [ "$(stat -c %U "$DATA/asterisk")" = asterisk ] || chown -R asterisk:asterisk "$DATA/asterisk"
  chmod 0750 "$DATA/asterisk"
  # An event is on the disk when it happened: it must outlive a power failure a moment later. Not every file system of a
  # native run can do this.
  chattr +S "${EVENTS%/*}" 2>/dev/null
  [ -d $SPOOL ] || mkdir -m 0700 $SPOOL
}

# next_spool_file: a new name in the spool; names sort by age.
next_spool_file() {
  spool_time=$(date +%s)
  spool_number=100
  while [ -e "$SPOOL/$spool_time.$spool_number" ]; do spool_number=$((spool_number + 1)); done
  echo "$SPOOL/$spool_time.$spool_number"
}
