# shellcheck shell=bash
# The login: Keycloak with the realm "ringfence", its tables in the instance's MariaDB (one place to back up, and the
# kind of database that Keycloak supports for production, unlike its built-in one).

keycloak_version() {
  pom_property keycloak.version
}

# Unpacks Keycloak into the cache and does its build step there once: 20 seconds that no start pays again.
prepare_keycloak() {
  local version began=$SECONDS staging
  version=$(keycloak_version)
  # The options of the build step are part of the name, because they are part of what is built.
  keycloak_distribution=$cache/keycloak/$version-mariadb-health
  [[ ! -d $keycloak_distribution ]] || return 0
  mkdir -p "$cache/keycloak"
  staging=$(mktemp -d "$cache/keycloak/.incoming.XXXXXX")
  fetch_artifact "org.keycloak:keycloak-quarkus-dist:$version:zip" "$staging"
  unzip -q "$staging/keycloak-quarkus-dist-$version.zip" -d "$staging"
  rm -f "$staging/keycloak-quarkus-dist-$version.zip"
  step keycloak "$version unpacked, building it for MariaDB (about half a minute, once)"
  JAVA_HOME=$java_home "$staging/keycloak-$version/bin/kc.sh" build --db=mariadb --health-enabled=true \
    >"$logs/keycloak-build.log" 2>&1 9>&- || {
    show_log_end "$logs/keycloak-build.log"
    rm -rf -- "$staging"
    refuse "Keycloak's build step failed; its words are above."
  }
  mv -T "$staging/keycloak-$version" "$keycloak_distribution" 2>/dev/null || [[ -d $keycloak_distribution ]]
  rm -rf -- "$staging"
  step keycloak "prepared after $((SECONDS - began)) s"
}

# The instance's view of the distribution: its own data directory beside links to the shared, read-only rest.
link_keycloak() {
  local entry
  mkdir -p "$home/keycloak/data/import"
  for entry in bin conf lib providers themes version.txt; do
    ln -sfn "$keycloak_distribution/$entry" "$home/keycloak/$entry"
  done
}

# The realm's first state; Keycloak's own tables are the truth afterwards.
write_realm() {
  local realm placeholder
  realm=$(<"$checkout/scripts/keycloak/realm.json")
  realm=${realm//@PORTAL_URL@/$portal_url}
  for placeholder in HOSTER_PASSWORD PORTAL_CLIENT_SECRET PROVISIONER_CLIENT_SECRET CLI_CLIENT_SECRET; do
    realm=${realm//@$placeholder@/$(secret "$placeholder")}
  done
  (umask 077 && printf '%s\n' "$realm" >"$home/keycloak/data/import/ringfence-realm.json")
}

keycloak_answers() {
  answers "http://127.0.0.1:$keycloak_management_port/health/ready"
}

# Does not wait until it is ready: await_keycloak does, so that the portal starts meanwhile.
start_keycloak() {
  local imported=$home/keycloak/realm-imported start_options=()
  # shellcheck disable=SC2034 # read by start_part
  local part_privilege=("${unprivileged[@]}")
  if part_running keycloak; then
    step keycloak "runs already"
    return
  fi
  prepare_keycloak
  link_keycloak
  (
    umask 077
    printf '%s\n' "KC_DB_USERNAME=keycloak" "KC_DB_PASSWORD=$(secret KEYCLOAK_DB_PASSWORD)" \
      "KC_DB_URL=jdbc:mariadb://127.0.0.1:$mariadb_port/keycloak" >"$run/keycloak.env"
    [[ -e $imported ]] || printf '%s\n' "KC_BOOTSTRAP_ADMIN_USERNAME=admin" \
      "KC_BOOTSTRAP_ADMIN_PASSWORD=$(secret KEYCLOAK_ADMIN_PASSWORD)" >>"$run/keycloak.env"
  )
  if [[ ! -e $imported ]]; then
    # What a first start that was cut off left in the tables would stop this one.
    mariadb_root --execute='drop database keycloak; create database keycloak character set utf8mb4 collate utf8mb4_unicode_ci'
    write_realm
    start_options+=(--import-realm)
  fi
  # kc.sh would do the same through two more processes, and takes its directory from where it really lies.
  # Without the validation each connection that a restart of the database cut fails one login.
  start_part keycloak "$run/keycloak.env" "$java_home/bin/java" -Xms64m -Xmx512m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC \
    -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 -Duser.language=en -Duser.country=US \
    --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED \
    --add-opens=java.base/java.security=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
    -Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dpicocli.disable.closures=true \
    -Dquarkus.datasource.jdbc.foreground-validation-interval=5S \
    "-Dkc.home.dir=$home/keycloak" "-Djboss.server.config.dir=$home/keycloak/conf" \
    -cp "$home/keycloak/lib/quarkus-run.jar" io.quarkus.bootstrap.runner.QuarkusEntryPoint \
    start --optimized "${start_options[@]}" --http-enabled=true --http-host=127.0.0.1 "--http-port=$keycloak_port" \
    "--http-management-port=$keycloak_management_port" "--hostname=$keycloak_url" --cache=local \
    --log-level=info,io.smallrye.health:error
  if [[ -e $imported ]]; then
    step keycloak "starting"
  else
    step keycloak "starting for the first time: makes its tables and the realm (about half a minute)"
  fi
}

await_keycloak() {
  await_part keycloak 300 keycloak_answers
  rm -f "$home/keycloak/data/import/ringfence-realm.json"
  : >"$home/keycloak/realm-imported"
}

# hoster_token: an access token of the platform administrator for the REST API of the portal.
hoster_token() {
  # The secrets go through standard input, not through the command line.
  printf 'grant_type=password&client_id=ringfence-cli&scope=openid&username=hoster&password=%s&client_secret=%s' \
    "$(secret HOSTER_PASSWORD)" "$(secret CLI_CLIENT_SECRET)" |
    curl --fail --silent --noproxy '*' --max-time 60 --retry 5 --data @- "$keycloak_url/realms/ringfence/protocol/openid-connect/token" |
    jq --raw-output --exit-status .access_token
}
