# shellcheck shell=bash
# The demo: a tenant "acme" made through the portal's own REST interface, real SIP peers for its trunk and phones, and
# a website of another origin that carries the widget. Everything is made once; a second run finds it and changes nothing.

demo_tenant=acme
demo_admin=admin@acme.example.org

start_demo() {
  demo_token=$(hoster_token) || refuse "Keycloak gives no token for the platform administrator." "See ./ringfence logs keycloak."
  demo_make_tenant
  demo_give_admin_a_password
  demo_await_machine
  demo_start_peers
  # The trunk and the widget name an extension, which must be there before them.
  demo_make_extension 101 "Ada at the front desk"
  demo_make_extension 102 "Ben in the workshop"
  demo_make_trunk
  demo_make_widget
  demo_start_website
}

# demo_api METHOD PATH [BODY]: asks the portal as the platform administrator. The token lives five minutes, the parts of
# the demo that wait renew it.
demo_api() {
  portal_api "$demo_token" "$@"
}

# demo_change WHAT PATH BODY: makes something through the API; a refusal's own words are shown.
demo_change() {
  local answer
  answer=$(demo_api POST "$2" "$3") ||
    refuse "The portal refused to make $1: $(jq -r '[.title, .detail] | map(select(.)) | join(": ")' <<<"$answer" 2>/dev/null || printf '%s' "$answer")" \
      "See ./ringfence logs portal."
  printf '%s' "$answer"
}

# The demo tenant as the portal describes it, or nothing.
demo_tenant_json() {
  demo_api GET /api/v1/tenants | jq -c --arg slug "$demo_tenant" '.[] | select(.slug == $slug)'
}

demo_make_tenant() {
  if [[ -n $(demo_tenant_json) ]]; then
    step demo "tenant $demo_tenant is there"
    return
  fi
  demo_change "the demo tenant" /api/v1/tenants "$(jq -nc --arg slug "$demo_tenant" --arg email "$demo_admin" \
    '{slug: $slug, name: "Acme Ltd", country: "GB", adminEmail: $email}')" >/dev/null
  step demo "tenant $demo_tenant requested"
}

# Ringfence leaves it to Keycloak to let a new user choose a password; the demo has no mail server for that.
demo_give_admin_a_password() {
  local admin_token user='' users=$keycloak_url/admin/realms/ringfence/users deadline=$((SECONDS + 60))
  [[ ! -e $run/demo-admin ]] || return 0
  admin_token=$(printf 'grant_type=client_credentials&client_id=ringfence-provisioner&client_secret=%s' "$(secret PROVISIONER_CLIENT_SECRET)" |
    curl --fail --silent --noproxy '*' --max-time 60 --data @- "$keycloak_url/realms/ringfence/protocol/openid-connect/token" |
    jq -er .access_token) || refuse "Keycloak gives no token for the provisioner." "See ./ringfence logs keycloak."
  # The portal makes the user in Keycloak after it has answered.
  until user=$(curl --fail --silent --noproxy '*' --max-time 60 --get --data-urlencode "email=$demo_admin" --data exact=true \
    --header @<(printf 'Authorization: Bearer %s\n' "$admin_token") "$users" | jq -er '.[0].id'); do
    ((SECONDS < deadline)) ||
      refuse "Keycloak has no user $demo_admin, whom the portal makes with the tenant." "See ./ringfence logs portal."
    sleep 1
  done
  jq -nc --arg value "$(secret DEMO_ADMIN_PASSWORD)" '{type: "password", value: $value, temporary: false}' |
    curl --fail --silent --noproxy '*' --max-time 60 --request PUT --header 'Content-Type: application/json' --data @- \
      --header @<(printf 'Authorization: Bearer %s\n' "$admin_token") "$users/$user/reset-password" ||
    refuse "Keycloak refused to set the password of $demo_admin." "See ./ringfence logs keycloak."
  : >"$run/demo-admin"
}

# Emulated machines take about twenty seconds; the limit is for a loaded one. A machine that failed is tried again by
# itself, so only one that stays failed is given up. Sets demo_address.
demo_await_machine() {
  local tenant stage='' seen='' failed_since='' deadline=$((SECONDS + 480))
  while true; do
    tenant=$(demo_tenant_json) || tenant='{}'
    stage=$(jq -r '.stage // "not requested yet"' <<<"$tenant")
    demo_address=$(jq -r '.sip // "" | split(":")[0] // ""' <<<"$tenant")
    # Right after a start the portal may still show the stage of before; Asterisk itself knows better.
    [[ $stage != RUNNING ]] || answers_options "$demo_address" || stage='RUNNING, but its Asterisk does not answer yet'
    [[ $stage == "$seen" ]] || step demo "VM of $demo_tenant: $stage"
    seen=$stage
    case $stage in
      RUNNING) break ;;
      FAILED)
        failed_since=${failed_since:-$SECONDS}
        ((SECONDS < failed_since + 90)) || demo_machine_failed "failed" "$tenant"
        ;;
      *) failed_since='' ;;
    esac
    ((SECONDS < deadline)) || demo_machine_failed "is still $stage after eight minutes" "$tenant"
    sleep 2
  done
  demo_token=$(hoster_token)
}

# answers_options HOST: whether a SIP server there answers an OPTIONS request within a second.
answers_options() {
  local socket line='' id=$RANDOM$RANDOM$RANDOM
  exec {socket}<>"/dev/udp/$1/5060" || return 1
  printf '%s\r\n' "OPTIONS sip:ping@$1 SIP/2.0" "Via: SIP/2.0/UDP $network_prefix.1;rport;branch=z9hG4bK$id" 'Max-Forwards: 5' \
    "From: <sip:up@$network_prefix.1>;tag=$id" "To: <sip:ping@$1>" "Call-ID: $id" 'CSeq: 1 OPTIONS' 'Content-Length: 0' '' |
    dd bs=4096 iflag=fullblock status=none >&"$socket" # one write, because each is a datagram
  line=$(timeout 1 dd bs=4096 count=1 status=none <&"$socket") || true # and one read, for the same reason
  exec {socket}>&-
  [[ $line == SIP/2.0\ * ]]
}

demo_machine_failed() {
  refuse "The VM of the demo tenant $1: $(jq -r '.reason // "" | if . == "" then "no reason was given" else . end' <<<"$2")" \
    "See ./ringfence logs portal, and the machine's console: $home/vms/$(jq -r '.vm // "*"' <<<"$2")/console.log"
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

# A trunk to the demo's provider, which knows the account by the password that both get here.
demo_make_trunk() {
  local trunks=/api/v1/tenants/$demo_tenant/trunks password
  if [[ $(demo_api GET "$trunks" | jq length) != 0 ]]; then
    return
  fi
  password=$(peers account "$demo_tenant")
  demo_change "the demo's trunk" "$trunks" "$(jq -nc --arg host "$network_prefix.2" --arg user "$demo_tenant" --arg password "$password" \
    '{name: "Demo provider", access: "registration", host: $host, username: $user, password: $password,
      numberFormat: "PLUS_E164", incomingTo: "101"}')" >/dev/null
  step demo "trunk to the SIP provider made"
}

# demo_make_extension NUMBER NAME: and a phone that answers there. The portal tells a phone's password only once, so an
# extension whose phone does not know it is made anew.
demo_make_extension() {
  local extensions=/api/v1/tenants/$demo_tenant/extensions id password
  id=$(demo_api GET "$extensions" | jq -r --arg number "$1" '.[] | select(.number == $number).id')
  if [[ -n $id ]]; then
    ! as_root grep -qs "^phone=$1:$demo_address:" "$home/peers.env" || return 0
    demo_api DELETE "$extensions/$id" >/dev/null
  fi
  password=$(demo_change "extension $1" "$extensions" "$(jq -nc --arg number "$1" --arg name "$2" '{number: $number, name: $name}')" |
    jq -er .password)
  peers phone "$1" "$demo_address" "$password" >/dev/null
  step demo "extension $1 made, with a phone that answers"
}

demo_make_widget() {
  local widgets=/api/v1/tenants/$demo_tenant/widgets
  demo_widget_key=$(demo_api GET "$widgets" | jq -r '.[0].key // empty')
  [[ -z $demo_widget_key ]] || return 0
  demo_widget_key=$(demo_change "the demo's widget" "$widgets" "$(jq -nc --arg origin "$website_url" \
    '{name: "Acme website", origins: [$origin], agent: "101"}')" | jq -er .key)
  step demo "callback widget made, for $website_url"
}

demo_start_website() {
  # shellcheck disable=SC2034 # read by start_part
  local part_privilege=("${unprivileged[@]}")
  if part_running website; then
    step website "runs already"
    return
  fi
  start_part website - "$java_home/bin/java" -Xmx64m -XX:+UseSerialGC "$checkout/scripts/DemoWebsite.java" \
    "$website_port" "$checkout/callback-widget/demo/index.html" "$portal_url" "$demo_widget_key"
  await_part website 60 answers "$website_url/"
  step website "ready at $website_url"
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
