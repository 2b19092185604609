# shellcheck shell=bash
# The database: MariaDB on a data directory and a port of its own. A database server of the system is never touched.

mariadb_socket() {
  printf '%s' "$run/mariadb.sock"
}

# The options that both the making and the running of the data directory need.
mariadb_options() {
  mariadb_common=(--no-defaults "--datadir=$1" --innodb-log-file-size=64M)
  ((EUID != 0)) || mariadb_common+=(--user=root)
}

# Makes the data directory with the three accounts in one go, so that the server never runs without passwords.
# mariadb-install-db is not used because it takes no path with a space. In this mode the server reads a statement per
# line or up to a semicolon at a line's end.
make_database() {
  local data=$home/mariadb/data share=/usr/share/mysql sql
  [[ ! -d $data ]] || return 0
  rm -rf -- "$data.new"
  mkdir -p "$data.new"
  mariadb_options "$data.new"
  {
    printf 'create database mysql;\nuse mysql;\nset @auth_root_socket = null;\n'
    for sql in mysql_system_tables mysql_performance_tables mysql_system_tables_data maria_add_gis_sp_bootstrap mysql_sys_schema; do
      cat "$share/$sql.sql"
    done
    printf '\nuse mysql;\n'
    printf "delete from global_priv where user = 'root' and host <> 'localhost';\n"
    printf "delete from proxies_priv;\n"
    printf 'flush privileges;\n'
    printf "alter user root@localhost identified by '%s';\n" "$(secret MARIADB_ROOT_PASSWORD)"
    make_schema ringfence "$(secret RINGFENCE_DB_PASSWORD)"
    make_schema keycloak "$(secret KEYCLOAK_DB_PASSWORD)"
  } | "${unprivileged[@]}" mariadbd "${mariadb_common[@]}" --bootstrap --log-warnings=0 --enforce-storage-engine= \
    --max-allowed-packet=8M --net-buffer-length=16K >"$logs/mariadb-setup.log" 2>&1 9>&- || {
    show_log_end "$logs/mariadb-setup.log"
    refuse "MariaDB could not make its data directory $data; its words are above."
  }
  mv -T "$data.new" "$data"
  step mariadb "data directory made"
}

make_schema() {
  printf "create database %s character set utf8mb4 collate utf8mb4_unicode_ci;\n" "$1"
  printf "create user %s@'127.0.0.1' identified by '%s';\n" "$1" "$2"
  printf "grant all on %s.* to %s@'127.0.0.1';\n" "$1" "$1"
}

# SQL of standard input, as root of the database. The password travels in a file descriptor, not on a command line.
mariadb_root() {
  MYSQL_PWD=$(secret MARIADB_ROOT_PASSWORD) mariadb --no-defaults --socket="$(mariadb_socket)" --user=root "$@"
}

mariadb_answers() {
  mariadb_root --connect-timeout=3 --execute='select 1'
}

# A commit is on disk before it is answered: a callback that was accepted must not be forgotten.
start_mariadb() {
  local began=$SECONDS
  # shellcheck disable=SC2034 # read by start_part
  local part_privilege=("${unprivileged[@]}")
  if part_running mariadb; then
    step mariadb "runs already"
    return
  fi
  make_database
  mariadb_options "$home/mariadb/data"
  rm -f "$(mariadb_socket)"
  start_part mariadb - mariadbd "${mariadb_common[@]}" --socket="$(mariadb_socket)" --pid-file="$home/mariadb/mariadbd.pid" \
    --port="$mariadb_port" --bind-address=127.0.0.1 --skip-name-resolve --skip-log-bin \
    --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci \
    --innodb-buffer-pool-size=96M --innodb-flush-log-at-trx-commit=1 --max-connections=200 --performance-schema=off
  await_part mariadb 60 mariadb_answers
  step mariadb "ready on 127.0.0.1:$mariadb_port after $((SECONDS - began)) s"
}
