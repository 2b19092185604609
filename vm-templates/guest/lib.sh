# Shared by init, agent and the Asterisk supervisor; sourced by busybox sh.
# shellcheck shell=dash disable=SC2034

RUN=/run/ringfence
DATA=/data
CONFIG=$DATA/config

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
}
