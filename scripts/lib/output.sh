# shellcheck shell=bash
# What a person sees: one line per step with the seconds since the command began, and one sentence when it refuses.

started_at=$SECONDS

# step NAME TEXT...: one line of progress.
step() {
  local name=$1
  shift
  printf '[%4d s] %-12s %s\n' $((SECONDS - started_at)) "$name" "$*"
}

# refuse SENTENCE...: ends the command; what it had started is undone by the caller's exit trap.
# Each argument is one line: the sentence first, then (optional) what to do.
refuse() {
  local line
  printf 'ringfence: %s\n' "$1" >&2
  shift
  for line in "$@"; do
    printf '           %s\n' "$line" >&2
  done
  exit 1
}

note() {
  printf '           %s\n' "$*"
}

# show_log_end FILE: what a log says last, indented, for a failure's report: its last errors, then its last lines.
show_log_end() {
  [[ -s $1 ]] || return 0
  printf '           %s:\n' "$1" >&2
  { grep -E ' SEVERE |^Caused by: |\[?ERROR\]? ' -- "$1" || true; } | cut -c 1-320 | awk '!seen[substr($0, 25)]++' | tail -n 6 | sed 's/^/           ! /' >&2
  tail -n 10 -- "$1" | cut -c 1-240 | sed 's/^/           | /' >&2
}
