# shellcheck shell=bash
# Every test suite, in an order in which the quick ones speak first, against one instance that is made for them and
# deleted afterwards. The last line sums them up: "N passed, N failed, N skipped".

tools_for_tests='
shellcheck|shellcheck|checks the scripts
qemu-img|qemu-utils|makes disks for the guest image'"'"'s tests
chromium|chromium|the browser of the system tests
firefox-esr|firefox-esr|the other browser of the widget'"'"'s tests
sipp|sip-tester|plays the providers at which a trunk fails
lxd|lxd|runs containers for the Incus driver'"'"'s tests
lxc|lxd-client|sets that server up
dnsmasq|dnsmasq-base|the container network'"'"'s name server
unsquashfs|squashfs-tools|unpacks container images
mkfs.btrfs|btrfs-progs|makes a storage pool for containers
'

run_tests() {
  local began=$SECONDS
  ((EUID == 0)) || refuse "The tests make VMs and network devices of their own and need root." "Run it as root, or with sudo."
  check_architecture
  check_distribution
  passed=0
  failed=0
  skipped=0
  # A space in the path, because people have them too.
  test_home=$(mktemp -d "/var/tmp/rf test.XXXXXX")
  test_logs=$checkout/target/test-logs
  rm -rf -- "$test_logs"
  mkdir -p "$test_logs"
  trap end_of_tests EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  logs=$test_logs
  install_packages "$tools_for_up" "$tools_for_tests"
  export JAVA_HOME=$java_home

  export RINGFENCE_HOME=$test_home
  unset RINGFENCE_NETWORK
  suite scripts check_scripts
  suite front-door "$checkout/scripts/test-front-door"
  suite network "$checkout/scripts/test-network"
  RINGFENCE_PORT_BASE=$(free_port_base 28000)
  suite instance start_test_instance
  if ((suite_code == 0)); then
    RINGFENCE_TEMPLATE=$(sed -n 's/^RINGFENCE_TEMPLATE=//p' "$test_home/settings.env")
    RINGFENCE_ACCEL=$(sed -n 's/^RINGFENCE_ACCEL=//p' "$test_home/settings.env")
    export RINGFENCE_TEMPLATE RINGFENCE_ACCEL
    suite guest-image env "RINGFENCE_PORT_BASE=$(free_port_base $((RINGFENCE_PORT_BASE + 100)))" "$checkout/vm-templates/test"
    maven_suites
  fi
  step tests "all suites after $((SECONDS - began)) s"
  ((failed == 0))
}

end_of_tests() {
  local status=$?
  trap - EXIT ERR
  trap '' INT TERM
  [[ ! -e $test_home/run ]] || "$checkout/ringfence" down >"$test_logs/down.log" 2>&1 || status=1
  if ((status != 0)); then
    cp -a "$test_home/logs" "$test_logs/instance" 2>/dev/null || true
    printf 'The logs are in %s.\n' "$test_logs"
  fi
  [[ ! -e $test_home/run ]] || "$checkout/ringfence" down --purge >>"$test_logs/down.log" 2>&1 || status=1
  rm -rf --one-file-system -- "$test_home"
  # A run that was cut off, or could not clean up, is not a green one, whatever the suites counted.
  ((status == 0 || failed > 0)) || failed=1
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  exit "$status"
}

# free_port_base FROM: the first one whose ports and bridge nobody has.
free_port_base() {
  local candidate=$1 port busy
  while true; do
    busy=$(ss -Hltn | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -u)
    for ((port = candidate; port < candidate + 10; port++)); do
      ! grep -qx "$port" <<<"$busy" || break
    done
    if ((port == candidate + 10)) && [[ ! -e /sys/class/net/rf$candidate ]]; then
      printf '%s' "$candidate"
      return
    fi
    candidate=$((candidate + 100))
  done
}

# suite NAME COMMAND...: runs it, keeps its output, adds the numbers of its last line to the sum; sets suite_code.
suite() {
  local name=$1 began=$SECONDS log=$test_logs/$1.log last
  suite_code=0
  shift
  step "$name" "..."
  "$@" >"$log" 2>&1 </dev/null || suite_code=$?
  last=$(tail -n 1 "$log")
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
    count "${BASH_REMATCH[@]:1}"
    # A suite that counts no failure and fails all the same has one.
    ((suite_code == 0 || BASH_REMATCH[2] > 0)) || count 0 1 0
  else
    last="no result, exit code $suite_code"
    suite_code=1
    count 0 1 0
  fi
  step "$name" "$last, after $((SECONDS - began)) s"
  ((suite_code == 0)) || tail -n 60 "$log" | sed 's/^/           | /'
}

count() {
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
}

# Every script of the project, known by its first line; those that are only sourced are checked with the one that does.
check_scripts() {
  local script first good=0 bad=0
  while IFS= read -r -d '' script; do
    read -r first <"$script" 2>/dev/null || continue
    [[ $first =~ ^#!.*(bash|/sh|busybox\ sh)$ ]] || continue
    if shellcheck -x -a "$script"; then
      good=$((good + 1))
    else
      bad=$((bad + 1))
    fi
  done < <(cd "$checkout" && find "$checkout" \( -name .git -o -name target -o -name var -o -name node_modules \) -prune -o -type f -size -200k -print0 | sort -z)
  printf '%s passed, %s failed, 0 skipped\n' "$good" "$bad"
  ((bad == 0))
}

# The instance counts as one test: it starts, a second up changes nothing, and it has room for the tests' own database.
start_test_instance() {
  "$checkout/ringfence" up || return 1
  local before after
  before=$(cd "$test_home/run" && cat ./*.pid)
  "$checkout/ringfence" up || return 1
  after=$(cd "$test_home/run" && cat ./*.pid)
  if [[ $before != "$after" ]]; then
    printf 'The second up started something anew.\n'
    return 1
  fi
  printf '1 passed, 0 failed, 0 skipped\n'
}

# Unit, golden, architecture, container and system tests. The modules go two at a time, because most of them wait for
# timers of calls, for guests and for engines while a core has nothing to do; each has namespaces, bridges, ports and
# directories of its own, and modules that share the database follow each other. The system tests drive browsers and the
# instance with its VMs, and have the machine to themselves.
maven_suites() {
  maven_suite maven "unit, golden, architecture and container tests ..." -T 2 -pl '!system-tests'
  maven_suite system "system tests ..." -Psystem -pl system-tests
}

# maven_suite NAME WORDS OPTION...: one run of Maven that does not stop at the first failure; adds its numbers to the sum.
maven_suite() {
  local name=$1 words=$2 began=$SECONDS log=$test_logs/$1.log code=0 good bad left stamp=$test_logs/$1.began
  shift 2
  step "$name" "$words"
  : >"$stamp"
  (
    # The tests' own database, beside the instance's: its name ends in _test because they empty it.
    read_instance
    mariadb_root --execute="create database if not exists ringfence_test character set utf8mb4 collate utf8mb4_unicode_ci;
      grant all on ringfence_test.* to ringfence@'127.0.0.1'"
    RINGFENCE_DB_URL=jdbc:mysql://127.0.0.1:$mariadb_port/ringfence_test
    RINGFENCE_DB_USER=ringfence
    RINGFENCE_DB_PASSWORD=$(secret RINGFENCE_DB_PASSWORD)
    export RINGFENCE_DB_URL RINGFENCE_DB_USER RINGFENCE_DB_PASSWORD
    cd "$checkout"
    exec ./mvnw -B -Dstyle.color=never --fail-at-end -Dmaven.test.failure.ignore=true "$@" verify
  ) </dev/null >"$log" 2>&1 || code=$?
  read -r good bad left < <(sum_reports "$stamp")
  count "$good" "$bad" "$left"
  ((code == 0)) || count 0 1 0
  step "$name" "$good passed, $bad failed, $left skipped, exit code $code, after $((SECONDS - began)) s"
  if ((code != 0 || bad > 0)); then
    grep -E '^\[ERROR\]' "$log" | head -n 60 | sed 's/^/           | /' || true
  fi
}

# sum_reports STAMP: "passed failed skipped" of the JUnit reports that are newer than the stamp.
sum_reports() {
  find "$checkout" -path '*/target/*-reports/TEST-*.xml' -newer "$1" -exec sed -n '/<testsuite /,/>/p' {} + |
    tr '\n' ' ' | grep -oE '<testsuite [^>]*>' | awk '
      function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
      { bad += value("errors") + value("failures"); skipped += value("skipped"); all += value("tests") }
      END { print all - bad - skipped, bad + 0, skipped + 0 }'
}
