# shellcheck shell=bash
# The parts of an instance are plain processes of their own session: started in the background, found again by a file
# with pid, start time and boot, ended with SIGTERM and after a limit with SIGKILL. No service manager takes part.

# part_pid NAME: the process id of the running part, or failure.
part_pid() {
  local pid start_time boot_id stat fields
  [[ -r $run/$1.pid ]] || return 1
  read -r pid start_time boot_id <"$run/$1.pid" || return 1
  [[ $boot_id == "$(</proc/sys/kernel/random/boot_id)" ]] || return 1
  stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z && ${fields[19]} == "$start_time" ]] || return 1
  printf '%s' "$pid"
}

part_running() {
  part_pid "$1" >/dev/null
}

# Names of what this run started, one per line, so that a failing run can undo exactly that. A file, because the parts
# are started in parallel lanes.
note_started() {
  [[ -z ${started_file:-} ]] || printf '%s\n' "$1" >>"$started_file"
}

# start_part NAME ENVIRONMENT COMMAND...
start_part() {
  local name=$1 environment=$2 log=$logs/$1.log
  shift 2
  [[ ! -s $log ]] || mv -f "$log" "$log.previous"
  rm -f "$run/$name.pid"
  note_started "$name"
  setsid "${part_privilege[@]}" "$checkout/scripts/run-part" "$run/$name.pid" "$environment" "$@" \
    </dev/null >"$log" 2>&1 9>&- &
  # From here on the part is found by its file alone, also by a process that did not start it.
  until [[ -s $run/$name.pid ]]; do
    kill -0 $! 2>/dev/null || break
    sleep 0.05
  done
}

# await_part NAME LIMIT PROBE...: waits until the probe succeeds, at most LIMIT seconds, as long as the part lives and
# its function NAME_gave_up, if there is one, does not say that it lives in vain.
await_part() {
  local name=$1 limit=$2 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! part_running "$name" || { declare -F "${name}_gave_up" >/dev/null && "${name}_gave_up"; }; then
      show_log_end "$logs/$name.log"
      refuse "$name could not start; what its log says is above."
    fi
    if ((SECONDS >= deadline)); then
      show_log_end "$logs/$name.log"
      refuse "$name was not ready after $limit seconds; what its log says is above."
    fi
    sleep 0.5
  done
}

# end_process PID LIMIT ALIVE...: SIGTERM, then after LIMIT seconds SIGKILL, as long as ALIVE says that it is the one.
end_process() {
  local pid=$1 deadline=$((SECONDS + $2))
  shift 2
  kill -TERM "$pid" 2>/dev/null || return 0
  while "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      kill -KILL "$pid" 2>/dev/null || return 0
      deadline=$((SECONDS + 10))
    fi
    sleep 0.2
  done
}

# stop_part NAME LIMIT: returns success also when it does not run.
stop_part() {
  local name=$1 pid
  if pid=$(part_pid "$name"); then
    end_process "$pid" "$2" part_running "$name"
    step "$name" "stopped"
  fi
  rm -f "$run/$name.pid" "$run/$name.env"
}

# answers URL: an HTTP status of success within five seconds.
answers() {
  curl --fail --silent --show-error --noproxy '*' --max-time 5 --output /dev/null "$1"
}
