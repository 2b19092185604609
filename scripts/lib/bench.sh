# shellcheck shell=bash
# shellcheck disable=SC2034 # the bench reads these
# What the benches of the running product share: an instance of their own with simulated VMs, its secrets, and the way
# figures are printed.

say() {
  printf 'bench: %s\n' "$*" >&2
}

# bench_instance SETTING...: an instance without the demo and with simulated VMs, in $work, deleted at the end. Each
# SETTING is one of the web application, as RINGFENCE_NAME=value.
bench_instance() {
  work=$(mktemp -d /var/tmp/rfbench.XXXXXX)
  export RINGFENCE_HOME=$work/home RINGFENCE_HYPERVISOR=simulator
  unset RINGFENCE_NETWORK
  trap bench_clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir "$RINGFENCE_HOME"
  printf '%s\n' "$@" >"$RINGFENCE_HOME/portal.env"
  say "starting an instance in $RINGFENCE_HOME"
  env -u RINGFENCE_TEMPLATE "$checkout/ringfence" up --no-demo >"$work/up.log" 2>&1 || {
    cat "$work/up.log" >&2
    exit 1
  }
  portal=http://127.0.0.1:$RINGFENCE_PORT_BASE
}

bench_clean_up() {
  local status=$?
  trap - EXIT
  trap '' INT TERM
  ! declare -F bench_end >/dev/null || bench_end
  if [[ -e $RINGFENCE_HOME/run ]]; then
    env -u RINGFENCE_TEMPLATE "$checkout/ringfence" down --purge >"$work/down.log" 2>&1 || cat "$work/down.log" >&2
  fi
  rm -rf --one-file-system -- "$work"
  exit "$status"
}

# bench_java CLASS ARGUMENT...: runs scripts/CLASS.java with the product's own libraries; the instance's secrets are on
# its standard input.
bench_java() {
  local class=$1 libraries
  shift
  # The unpacked archive of the last build, and so of what runs.
  libraries="$checkout/admin-web/target/ringfence/WEB-INF/lib/*"
  if [[ ! -d $work/classes ]]; then
    mkdir "$work/classes"
    "$JAVA_HOME/bin/javac" -cp "$libraries" -d "$work/classes" "$checkout"/scripts/{BenchInstance,FirstLoad,Wire}.java
  fi
  "$JAVA_HOME/bin/javac" -cp "$work/classes:$libraries" -d "$work/classes" "$checkout/scripts/$class.java"
  "$JAVA_HOME/bin/java" -Xmx512m -cp "$work/classes:$libraries" "$class" "$RINGFENCE_PORT_BASE" "$@" <"$RINGFENCE_HOME/secrets.env"
}

# bench_heap_kib: live objects of the portal's Java machine after a full collection.
bench_heap_kib() {
  local pid _
  read -r pid _ <"$RINGFENCE_HOME/run/portal.pid"
  "$JAVA_HOME/bin/jcmd" "$pid" GC.class_histogram | awk '$1 == "Total" { printf "%d\n", $3 / 1024 }'
}

# bench_figures JSON FILE: the lines "NAME FIGURE" of FILE as one object, or as a table where JSON is empty. Figures are
# numbers or words.
bench_figures() {
  awk -v json="$1" '
    { name[++n] = $1; value[n] = $2 }
    END {
      if (json) {
        line = "{"
        for (i = 1; i <= n; i++)
          line = line (i > 1 ? "," : "") "\"" name[i] "\":" (value[i] ~ /^-?[0-9.]+$/ ? value[i] : "\"" value[i] "\"")
        print line "}"
      } else
        for (i = 1; i <= n; i++) printf "%-26s %s\n", name[i], value[i]
    }' "$2"
}
