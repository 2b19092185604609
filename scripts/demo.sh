# shellcheck shell=bash
# The demo: a tenant "acme" made through the portal's own REST interface, real SIP peers for its trunk and phones, and
# a website of another origin that carries the widget. Everything is made once; a second run finds it and changes nothing.

demo_tenant=acme
demo_admin=admin@acme.example.org

start_demo() {
  demo_make_tenant
  demo_give_admin_a_password
  demo_await_machine
  demo_start_peers
  demo_start_website
}

demo_make_tenant() {
  local token answer
  token=$(hoster_token) || refuse "Keycloak gives no token for the platform administrator." "See ./ringfence logs keycloak."
  if portal_api "$token" GET "/api/v1/tenants/$demo_tenant" >/dev/null 2>&1; then
    step demo "tenant $demo_tenant is there"
    return
  fi
  answer=$(portal_api "$token" POST /api/v1/tenants \
    "$(jq -nc --arg slug "$demo_tenant" --arg email "$demo_admin" '{slug: $slug, name: "Acme Ltd", country: "GB", adminEmail: $email}')") ||
    refuse "The portal refused to make the demo tenant: $(jq -r '.detail // .title // .' <<<"$answer" 2>/dev/null || printf '%s' "$answer")" \
      "See ./ringfence logs portal."
  step demo "tenant $demo_tenant requested"
}

# Ringfence leaves it to Keycloak to let a new user choose a password; the demo has no mail server for that.
demo_give_admin_a_password() {
  local admin_token user='' users=$keycloak_url/admin/realms/ringfence/users deadline=$((SECONDS + 60))
  [[ ! -e $run/demo-admin ]] || return 0
  admin_token=$(printf 'grant_type=client_credentials&client_id=ringfence-provisioner&client_secret=%s' "$(secret PROVISIONER_CLIENT_SECRET)" |
    curl --fail --silent --noproxy '*' --max-time 10 --data @- "$keycloak_url/realms/ringfence/protocol/openid-connect/token" |
    jq -er .access_token) || refuse "Keycloak gives no token for the provisioner." "See ./ringfence logs keycloak."
  # The portal makes the user in Keycloak after it has answered.
  until user=$(curl --fail --silent --noproxy '*' --max-time 10 --get --data-urlencode "email=$demo_admin" --data exact=true \
    --header @<(printf 'Authorization: Bearer %s\n' "$admin_token") "$users" | jq -er '.[0].id'); do
    ((SECONDS < deadline)) ||
      refuse "Keycloak has no user $demo_admin, whom the portal makes with the tenant." "See ./ringfence logs portal."
    sleep 1
  done
  jq -nc --arg value "$(secret DEMO_ADMIN_PASSWORD)" '{type: "password", value: $value, temporary: false}' |
    curl --fail --silent --noproxy '*' --max-time 10 --request PUT --header 'Content-Type: application/json' --data @- \
      --header @<(printf 'Authorization: Bearer %s\n' "$admin_token") "$users/$user/reset-password" ||
    refuse "Keycloak refused to set the password of $demo_admin." "See ./ringfence logs keycloak."
  : >"$run/demo-admin"
}

# Emulated machines take about twenty seconds; the limit is for a loaded one.
demo_await_machine() {
  local token tenant state='' seen='' deadline=$((SECONDS + 240))
  token=$(hoster_token)
  while true; do
    tenant=$(portal_api "$token" GET "/api/v1/tenants/$demo_tenant" 2>/dev/null || printf '{}')
    state=$(jq -r "$tenant_columns"'tenant.state // "unknown"' <<<"$tenant")
    [[ $state == "$seen" ]] || step demo "VM of $demo_tenant: $state"
    seen=$state
    case $state in
      RUNNING) return ;;
      FAILED)
        refuse "The VM of the demo tenant failed: $(jq -r '.reason // "no reason given"' <<<"$tenant")" \
          "See ./ringfence logs portal and $home/vms/*/console.log."
        ;;
    esac
    ((SECONDS < deadline)) ||
      refuse "The VM of the demo tenant is still $state after four minutes: $(jq -r '.reason // "no reason given"' <<<"$tenant")" \
        "See ./ringfence logs portal and $home/vms/*/console.log."
    sleep 2
    # An access token lives five minutes, longer than this loop.
  done
}

# The SIP provider and the phones are the ones of the system tests; they keep their own processes, and need root for
# their network namespaces.
peers() {
  as_root env "RINGFENCE_HOME=$home" "RINGFENCE_PORT_BASE=$port_base" "RINGFENCE_NETWORK=$network" "RINGFENCE_CACHE=$cache" \
    "$checkout/system-tests/peers/peers" "$@" 9>&-
}

# Both of them, or stopped. Asking needs no root.
peers_state() {
  if "$checkout/system-tests/peers/peers" status >/dev/null 2>&1; then printf running; else printf stopped; fi
}

demo_start_peers() {
  local log=$logs/peers.log
  if [[ $(peers_state) == running ]]; then
    step peers "run already"
    return
  fi
  note_started peers
  peers up >"$log" 2>&1 || {
    show_log_end "$log"
    refuse "The demo's SIP provider and phones could not start; their words are above."
  }
  step peers "SIP provider at $network_prefix.2, phones at $network_prefix.3"
}

stop_peers() {
  [[ -e $run/peers-provider.pid || -e $run/peers-phones.pid ]] || return 0
  peers down
  step peers "stopped"
}

demo_start_website() {
  # shellcheck disable=SC2034 # read by start_part
  local part_privilege=("${unprivileged[@]}")
  if part_running website; then
    step website "runs already"
    return
  fi
  start_part website - "$java_home/bin/java" -Xmx64m -XX:+UseSerialGC "$checkout/scripts/DemoWebsite.java" \
    "$website_port" "$portal_url" "$(demo_widget_key)"
  await_part website 30 answers "$website_url/"
  step website "ready"
}

# The public key of the demo tenant's widget, or nothing while it has none.
demo_widget_key() {
  local token
  token=$(hoster_token) || return 0
  portal_api "$token" GET "/api/v1/tenants/$demo_tenant/widgets" 2>/dev/null | jq -r '.[0].key // empty' 2>/dev/null || true
}

# show_demo: addresses and logins, as the last block of up.
show_demo() {
  local tenant
  tenant=$(tenants_json | jq -r --arg slug "$demo_tenant" "$tenant_columns"'map(tenant | select(.name == $slug))[0] // empty | "\(.state)\(if .sip then ", SIP at \(.sip)" else "" end)"')
  printf '\n'
  printf '  Portal              %s\n' "$portal_url"
  printf '    hosting admin     hoster / %s\n' "$(secret HOSTER_PASSWORD)"
  printf '    tenant admin      %s / %s\n' "$demo_admin" "$(secret DEMO_ADMIN_PASSWORD)"
  printf '  Demo tenant         %s, VM %s\n' "$demo_tenant" "${tenant:-unknown}"
  printf '  Demo website        %s\n' "$website_url"
  printf '  Keycloak console    %s/admin (admin / %s)\n' "$keycloak_url" "$(secret KEYCLOAK_ADMIN_PASSWORD)"
  printf '  VMs run under       %s\n' "$(accel_text "$(setting RINGFENCE_ACCEL)")"
  printf '  Passwords           %s\n' "$secrets"
  printf '  Next                ./ringfence status | logs | down\n'
}
