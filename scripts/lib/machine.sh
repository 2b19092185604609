# shellcheck shell=bash
# What the machine must have: architecture, system, root rights, tools, memory, disk, free ports.

# command|package|why. Only programs whose absence was checked are installed; nothing is upgraded or replaced.
# mariadb-server-core is the database program alone: no system service, no account, nothing on port 3306.
tools_for_up='
curl|curl|asks the parts whether they are ready
jq|jq|reads the answers of the REST interfaces
openssl|openssl|makes passwords and the certificate of the guests'"'"' edge
unzip|unzip|unpacks Maven and Keycloak
ip|iproute2|makes the bridge that the VMs are on
nft|nftables|filters what the VMs reach, and translates their addresses on the way out
setpriv|util-linux|starts the parts without root'"'"'s rights
mvn|maven|builds the portal and fetches Payara Micro and Keycloak
mariadbd|mariadb-server-core|the database (the program only, no system service)
mariadb|mariadb-client-core|asks the database whether it is ready
qemu-system-x86_64|qemu-system-x86|runs the tenants'"'"' VMs
espeak-ng|espeak-ng|reads out the texts of menus and announcements
socat|socat|asks a VM to shut down
mmdebstrap|mmdebstrap|builds the guest template from Debian packages
mkfs.erofs|erofs-utils|makes the guest template'"'"'s read-only image
cpio|cpio|makes the guest template'"'"'s initramfs
xz|xz-utils|unpacks kernel packages for the guest template
'
java_oldest=17
java_newest=21

check_architecture() {
  local machine
  machine=$(uname -m)
  [[ $(uname -s) == Linux && $machine == x86_64 ]] ||
    refuse "Ringfence runs on Linux on amd64, and this is $(uname -s) on $machine."
}

os_release() {
  [[ ! -r /etc/os-release ]] || sed -n "s/^$1=//p" /etc/os-release | tr -d '"'
}

# Packages come from Debian 12 or later, or from a system with the same package names.
check_distribution() {
  local id version
  id=$(os_release ID)
  version=$(os_release VERSION_ID)
  case $id in
    debian)
      [[ -z $version ]] || ((${version%%.*} >= 12)) ||
        refuse "Ringfence needs Debian 12 or later, and this is Debian $version."
      ;;
    ubuntu)
      ((${version%%.*} >= 24)) || refuse "Ringfence needs Ubuntu 24.04 or later, and this is Ubuntu $version."
      ;;
    *)
      [[ " $(os_release ID_LIKE) " == *" debian "* && -n $(command -v apt-get) ]] ||
        refuse "Ringfence sets itself up on Debian 12 or later, and this is $(os_release PRETTY_NAME)."
      ;;
  esac
}

# Root's rights are needed for packages, the bridge and the guest template; the parts themselves run without them.
check_root() {
  ((EUID == 0)) && return
  if [[ -n $(command -v sudo) ]]; then
    sudo -n true 2>/dev/null && return
    [[ -t 0 ]] && sudo -v && keep_sudo && return
  fi
  refuse "Ringfence needs root for packages, the VMs' bridge and the guest template, and this user has neither root nor sudo." \
    "Run it as root, or allow this user to use sudo."
}

# Keeps a typed sudo password valid while this command runs, also in its background lanes.
keep_sudo() {
  local owner=$$
  (while sleep 50 && kill -0 "$owner" 2>/dev/null; do sudo -n -v || exit; done) 9>&- </dev/null >/dev/null 2>&1 &
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi
}

# The command that a part without any privilege is started with: also as root it has no capability.
unprivileged=()
# The same for the process that makes the VMs' tap devices. Run by root, it also gives each VM a user and a root
# directory of its own, and so keeps the capabilities for that.
machine_owner=()
set_privilege_commands() {
  local none=(--no-new-privs "--bounding-set=-all" "--inh-caps=-all")
  local confining="-all,+net_admin,+setuid,+setgid,+sys_chroot,+chown,+fowner,+dac_override,+kill"
  if ((EUID == 0)); then
    unprivileged=(setpriv "${none[@]}" --)
    machine_owner=(setpriv --no-new-privs "--bounding-set=$confining" "--inh-caps=-all" --)
  else
    machine_owner=(sudo -n -- setpriv "--reuid=$EUID" "--regid=$(id -g)" --init-groups --no-new-privs
      "--bounding-set=-all,+net_admin" "--inh-caps=-all,+net_admin" "--ambient-caps=-all,+net_admin" --)
  fi
}

# missing_tools TABLE: the lines of the table whose command is not there.
missing_tools() {
  local command package why
  while IFS='|' read -r command package why; do
    [[ -z $command ]] || PATH=$PATH:/usr/sbin:/sbin command -v "$command" >/dev/null || printf '%s|%s|%s\n' "$command" "$package" "$why"
  done <<<"$1"
}

java_version_of() {
  local version=''
  [[ -x $1/bin/java && -x $1/bin/javac ]] || return 1
  [[ ! -r $1/release ]] || version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [[ -n $version ]] && printf '%s' "$version"
}

java_fits() {
  local version
  version=$(java_version_of "$1") && ((version >= java_oldest && version <= java_newest))
}

# Sets java_home to a JDK that fits, or to nothing. A JAVA_HOME that someone set on purpose is taken or refused,
# never silently replaced.
find_java() {
  local candidate
  java_home=
  if [[ -n ${JAVA_HOME:-} ]]; then
    java_fits "$JAVA_HOME" ||
      refuse "JAVA_HOME ($JAVA_HOME) is $(describe_java "$JAVA_HOME"), and Ringfence needs a JDK from $java_oldest to $java_newest." \
        "Point JAVA_HOME at such a JDK, or unset it so that Ringfence finds or installs one."
    java_home=$JAVA_HOME
    return
  fi
  # The JDK of the PATH first: javac lies in its bin directory, behind links.
  candidate=$(readlink -f "$(command -v javac || true)" || true)
  for candidate in "${candidate%/bin/javac}" /usr/lib/jvm/*; do
    if java_fits "$candidate"; then
      java_home=$candidate
      return
    fi
  done
}

describe_java() {
  local version
  if version=$(java_version_of "$1"); then printf 'JDK %s' "$version"; else printf 'no JDK'; fi
}

# The headless JDK that this system's package lists offer, the oldest one that fits first.
java_package() {
  local package
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless; do
    if [[ $(apt-cache policy "$package" 2>/dev/null) == *'Candidate: '[0-9]* ]]; then
      printf '%s' "$package"
      return
    fi
  done
  printf 'openjdk-17-jdk-headless'
}

# packages_to_install TABLE...: fills the array packages and the text of reasons.
packages_to_install() {
  local table command package why
  packages=()
  package_reasons=()
  for table in "$@"; do
    while IFS='|' read -r command package why; do
      [[ -n $command ]] || continue
      packages+=("$package")
      package_reasons+=("$(printf '%-22s %s' "$package" "$why")")
    done <<<"$(missing_tools "$table")"
  done
  find_java
  if [[ -z $java_home ]]; then
    packages+=("$(java_package)")
    package_reasons+=("$(printf '%-22s %s' "${packages[-1]}" "runs and builds everything that is Java")")
  fi
}

install_packages() {
  local reason log=$logs/packages.log
  packages_to_install "$@"
  if ((${#packages[@]} == 0)); then
    return
  fi
  [[ -n $(command -v apt-get) ]] ||
    refuse "These tools are missing, and this system has no apt-get to install them with: ${packages[*]}." \
      "Install them by hand, then run this again."
  step packages "installing ${#packages[@]} missing packages with apt-get:"
  for reason in "${package_reasons[@]}"; do
    note "$reason"
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >"$log" 2>&1 9>&- || {
    show_log_end "$log"
    refuse "apt-get update failed; its words are above." "Check the machine's package sources and its network."
  }
  # The lists may have been empty before, and then no JDK could be chosen from them.
  packages_to_install "$@"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${packages[@]}" >>"$log" 2>&1 9>&- || {
    show_log_end "$log"
    refuse "apt-get could not install ${packages[*]}; its words are above."
  }
  packages_to_install "$@"
  ((${#packages[@]} == 0)) || refuse "Still missing after their installation: ${packages[*]}." "See $log."
  step packages "installed"
}

# existing_parent PATH: the nearest directory that is there already.
existing_parent() {
  local path=$1
  while [[ ! -d $path ]]; do
    path=$(dirname "$path")
  done
  printf '%s' "$path"
}

free_mib() {
  df --output=avail -BM -- "$1" | tail -n 1 | tr -dc 0-9
}

# Needed space in MiB, from measurement: what a first start leaves behind, with a margin.
#   cache: Keycloak 190, Payara Micro 100, Maven 10, a template 150 and 1200 while it is built
#   home:  MariaDB 200, the portal unpacked 250, logs and one tenant's disk
check_disk() {
  local cache_needs=300 home_needs=300 cache_place home_place free
  [[ -d $cache/keycloak && -d $cache/templates ]] || cache_needs=2200
  [[ -d $home/mariadb/data ]] || home_needs=800
  cache_place=$(existing_parent "$cache")
  home_place=$(existing_parent "$home")
  [[ -w $home_place || -d $home ]] || refuse "$home cannot be made: $home_place is not writable." "Use another RINGFENCE_HOME."
  [[ ! -d $home || -w $home ]] || refuse "$home is not writable for this user." "Use another RINGFENCE_HOME, or its owner's account."
  if [[ $(stat -c %d "$cache_place") == "$(stat -c %d "$home_place")" ]]; then
    free=$(free_mib "$home_place")
    ((free >= cache_needs + home_needs)) ||
      refuse "Too little disk space: $home and $cache need $((cache_needs + home_needs)) MiB, and $free MiB are free." \
        "Free some space, or use directories on another disk: RINGFENCE_HOME, RINGFENCE_CACHE."
    return
  fi
  free=$(free_mib "$home_place")
  ((free >= home_needs)) ||
    refuse "Too little disk space: $home needs $home_needs MiB, and $free MiB are free." \
      "Free some space, or use a directory on another disk: RINGFENCE_HOME."
  free=$(free_mib "$cache_place")
  ((free >= cache_needs)) ||
    refuse "Too little disk space: $cache needs $cache_needs MiB, and $free MiB are free." \
      "Free some space, or use a directory on another disk: RINGFENCE_CACHE."
}

# MariaDB 150, Keycloak 550, the portal 700, one VM 350, and while building Maven 700, in MiB, with a margin.
# Nothing is asked for parts that run already.
check_memory() {
  local needs=0 available
  part_running mariadb || needs=$((needs + 200))
  part_running keycloak || needs=$((needs + 700))
  part_running portal || needs=$((needs + 1600))
  available=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  ((available >= needs)) ||
    refuse "Too little memory: Ringfence needs $needs MiB, and $available MiB are available." \
      "End other programs, or use a machine with more memory."
}

# holder_of PORT: "name (pid N)" of the process that listens on it, as far as this user may know.
holder_of() {
  local line
  line=$(ss -Hltnp "sport = :$1" 2>/dev/null | head -n 1)
  if [[ $line =~ \(\(\"([^\"]+)\",pid=([0-9]+) ]]; then
    printf '%s (pid %s)' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  else
    printf 'another process'
  fi
}

check_port() {
  local port=$1 part=$2
  part_running "$part" && return
  [[ -z $(ss -Hltn "sport = :$port") ]] ||
    refuse "Port $port is taken by $(holder_of "$port"), and $part needs it." \
      "End that process, or choose other ports: RINGFENCE_PORT_BASE=$((port_base + 1000)) ./ringfence up"
}

check_ports() {
  check_port "$portal_port" portal
  check_port "$edge_port" portal
  check_port "$keycloak_port" keycloak
  check_port "$keycloak_management_port" keycloak
  check_port "$mariadb_port" mariadb
  check_port "$website_port" website
}
