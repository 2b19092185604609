# shellcheck shell=bash
# What runs, where, and in which state the tenants' VMs are.

# part_lines: "name state url" of every part.
part_lines() {
  printf 'mariadb %s %s\n' "$(part_state mariadb mariadb_answers)" "mysql://127.0.0.1:$mariadb_port"
  printf 'keycloak %s %s\n' "$(part_state keycloak keycloak_answers)" "$keycloak_url"
  printf 'portal %s %s\n' "$(part_state portal portal_answers)" "$portal_url"
  printf 'website %s %s\n' "$(part_state website answers "$website_url/")" "$website_url"
  printf 'peers %s %s\n' "$(peers_state)" "sip:$network_prefix.2:5060"
}

# part_state NAME PROBE...: stopped, starting (lives, but does not answer) or running.
part_state() {
  local name=$1
  shift
  if ! part_running "$name"; then
    printf stopped
  elif "$@" >/dev/null 2>&1; then
    printf running
  else
    printf starting
  fi
}

# The portal's answer to GET /api/v1/tenants, or an empty list while it or the login does not run.
tenants_json() {
  local token answer
  if part_running portal && token=$(hoster_token 2>/dev/null) &&
    answer=$(portal_api "$token" GET /api/v1/tenants 2>/dev/null) && jq -e 'type == "array"' <<<"$answer" >/dev/null 2>&1; then
    printf '%s' "$answer"
  else
    printf '[]'
  fi
}

# What waits for tenants, as {"size", "waiting"}; null while the portal or the login does not run.
pool_json() {
  local token answer
  if part_running portal && token=$(hoster_token 2>/dev/null) && answer=$(portal_api "$token" GET /api/v1/pool 2>/dev/null); then
    jq -c '{size, waiting}' <<<"$answer" 2>/dev/null || printf null
  else
    printf null
  fi
}

status_json() {
  jq --null-input --compact-output --arg accel "$(setting RINGFENCE_ACCEL)" --arg uplink "$(uplink_state)" --arg parts "$(part_lines)" \
    --argjson tenants "$(tenants_json)" --argjson pool "$(pool_json)" "$tenant_columns"'
    {
      parts: [$parts | split("\n")[] | split(" ") | {name: .[0], state: .[1], url: .[2]}],
      uplink: ($uplink | split(":")[0]),
      accel: (if $accel == "" then null else $accel end),
      pool: $pool,
      tenants: [$tenants[] | tenant]
    }'
}

# The portal's fields of a tenant, as the three that status shows.
# shellcheck disable=SC2016 # jq, not bash
tenant_columns='def tenant: {name: .slug, state: (.stage // .state), sip: (.sip // .sipAddress // null)};'

status_table() {
  local name state url
  printf '%-12s %-12s %s\n' part state address
  while read -r name state url; do
    printf '%-12s %-12s %s\n' "$name" "$state" "$url"
  done <<<"$(part_lines)"
  printf '\nVMs: %s\n' "$(accel_text "$(setting RINGFENCE_ACCEL)")"
  printf 'Uplink: %s\n' "$(uplink_state)"
  jq --raw-output 'if . == null then "Pool: unknown (it is asked of the portal)" else "Pool: \(.waiting) of \(.size) machines wait" end' <<<"$(pool_json)"
  jq --raw-output "$tenant_columns"'
    if length == 0 then "No tenant is known (they are asked of the portal)."
    else "\ntenant       state        SIP\n" + (map(tenant | "\(.name + " " * 12 | .[:12]) \(.state + " " * 12 | .[:12]) \(.sip // "-")") | join("\n"))
    end' <<<"$(tenants_json)"
}

accel_text() {
  case $1 in
    kvm) printf 'KVM' ;;
    tcg) printf 'emulation (tcg)' ;;
    *) printf 'not chosen yet: the instance never ran' ;;
  esac
}
