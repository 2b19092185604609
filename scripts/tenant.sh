# shellcheck shell=bash
# Tenants on the command line: the portal's REST interface, as the platform administrator.

tenant_usage() {
  cat <<'TEXT'
  ./ringfence tenant list                     short name, stage, what it is meant to be, SIP address
  ./ringfence tenant show SLUG                all of it, as JSON
  ./ringfence tenant create SLUG NAME COUNTRY ADMIN_EMAIL
  ./ringfence tenant start|stop|restart|suspend|resume SLUG
  ./ringfence tenant rebuild SLUG             makes its machine anew from its template, with its data
  ./ringfence tenant delete|undelete SLUG     off at once; gone with its data after the time of grace
  ./ringfence tenant snapshots SLUG           of its data disk: id, state, when, name
  ./ringfence tenant snapshot SLUG NAME       takes one
  ./ringfence tenant rollback SLUG ID         puts the data back; its trunks then wait for:
  ./ringfence tenant release SLUG             uses the trunks again
  ./ringfence tenant templates                versions: what is in them, how many tenants run them
  ./ringfence tenant moves SLUG               which versions its machine ran, and how it moved
  ./ringfence tenant template SLUG VERSION    moves its machine to a version, with its data
  ./ringfence tenant template-all VERSION [SLUG]
                                              moves all, one after another, SLUG first; ends with the first that fails
  ./ringfence tenant template-stop VERSION    calls off those that have not begun
  ./ringfence tenant pool [NUMBER]            machines that wait for tenants; so many are to wait, with the plan that is set
TEXT
}

tenant() {
  local verb=${1:-} slug=${2:-}
  case $verb:$# in
    list:1 | templates:1 | pool:1 | pool:2 | show:2 | moves:2 | template:3 | template-all:2 | template-all:3 | template-stop:2 | start:2 | stop:2 | restart:2 | rebuild:2 | suspend:2 | resume:2 | release:2 | delete:2 | undelete:2 | snapshots:2 | snapshot:3 | rollback:3 | create:5) ;;
    *)
      tenant_usage >&2
      refuse_usage "tenant needs one of these."
      ;;
  esac
  # They become parts of addresses.
  case $verb in
    list | templates | pool) ;;
    template-all | template-stop) slug=${3:-none} ;;
  esac
  [[ $verb == list || $verb == templates || $verb == pool || $slug =~ ^[a-z][a-z0-9-]{1,30}$ ]] || refuse_usage "'$slug' is no short name."
  as_platform_admin
  case $verb in
    list)
      admin_api GET /api/v1/tenants
      jq -r '["TENANT", "STAGE", "MEANT TO BE", "SIP"], (.[] | [.slug, .stage // "-", .desired // "-", .sip // "-"]) | @tsv' <<<"$admin_answer" |
        awk -F '\t' '{ printf "%-32s %-12s %-14s %s\n", $1, $2, $3, $4 }'
      ;;
    show)
      admin_api GET "/api/v1/tenants/$slug"
      jq . <<<"$admin_answer"
      ;;
    create)
      admin_api POST /api/v1/tenants "$(jq -nc --arg slug "$slug" --arg name "$3" --arg country "$4" --arg email "$5" \
        '{slug: $slug, name: $name, country: $country, adminEmail: $email}')"
      tenant_line
      ;;
    snapshots)
      admin_api GET "/api/v1/tenants/$slug/snapshots"
      jq -r '["SNAPSHOT", "STATE", "TAKEN", "NAME"], (.[] | [.id, .state, .takenAt, .label + (if .reason == "" then "" else " (" + .reason + ")" end)]) | @tsv' <<<"$admin_answer" |
        awk -F '\t' '{ printf "%-38s %-10s %-28s %s\n", $1, $2, $3, $4 }'
      ;;
    snapshot)
      admin_api POST "/api/v1/tenants/$slug/snapshots" "$(jq -nc --arg label "$3" '{label: $label}')"
      jq -r '"\(.id): \(.state)"' <<<"$admin_answer"
      ;;
    rollback)
      [[ $3 =~ ^[0-9a-f-]{36}$ ]] || refuse_usage "'$3' is no snapshot's id: see ./ringfence tenant snapshots $slug."
      admin_api POST "/api/v1/tenants/$slug/snapshots/$3/roll-back"
      tenant_line
      ;;
    templates)
      admin_api GET /api/v1/templates
      jq -r '["VERSION", "STATE", "TENANTS", "BUILT", "ASTERISK"], (.[] | [.id[:12], (if .present | not then "lost" elif .current then "current" else "present" end), .tenants, .builtAt // "-", .asterisk]) | @tsv' <<<"$admin_answer" |
        awk -F '\t' '{ printf "%-14s %-8s %-8s %-22s %s\n", $1, $2, $3, $4, $5 }'
      ;;
    pool)
      admin_api GET /api/v1/pool
      [[ $# == 1 ]] || admin_api PUT /api/v1/pool "$(jq -c --arg size "$2" '{size: $size} + (if .plan then {plan: .plan} else {} end)' <<<"$admin_answer")"
      jq -r '"\(.waiting) of \(.size) wait", (if .machines == [] then empty else (["MACHINE", "STATE", "TEMPLATE", "SINCE"], (.machines[] | [.name, .stage, .template[:12], .since + (if .reason == "" then "" else " (" + .reason + ")" end)]) | @tsv) end)' <<<"$admin_answer" |
        awk -F '\t' 'NF == 1 { print; next } { printf "%-20s %-10s %-14s %s\n", $1, $2, $3, $4 }'
      ;;
    moves)
      admin_api GET "/api/v1/tenants/$slug/template-moves"
      jq -r '["ASKED", "FROM", "TO", "STATE", "BY"], (.[] | [.requestedAt, .from[:12], .to[:12], .state, .requestedBy + (if .reason == "" then "" else " (" + .reason + ")" end)]) | @tsv' <<<"$admin_answer" |
        awk -F '\t' '{ printf "%-28s %-14s %-14s %-10s %s\n", $1, $2, $3, $4, $5 }'
      ;;
    template)
      tenant_template "$3"
      admin_api PUT "/api/v1/tenants/$slug/template" "$(jq -nc --arg template "$tenant_version" '{template: $template}')"
      tenant_line
      ;;
    template-all)
      tenant_template "$2"
      admin_api POST "/api/v1/templates/$tenant_version/moves" "$(jq -nc --arg first "${3:-}" 'if $first == "" then {} else {first: $first} end')"
      jq -r '"\(.waiting) tenants move, one after another"' <<<"$admin_answer"
      ;;
    template-stop)
      tenant_template "$2"
      admin_api DELETE "/api/v1/templates/$tenant_version/moves"
      printf 'Those that have not begun are called off.\n'
      ;;
    delete)
      admin_api DELETE "/api/v1/tenants/$slug"
      tenant_line
      ;;
    *)
      admin_api POST "/api/v1/tenants/$slug/$verb"
      tenant_line
      ;;
  esac
}

# tenant_template BEGINNING: sets tenant_version to the one version that begins so.
tenant_template() {
  [[ $1 =~ ^[0-9a-f]{4,64}$ ]] || refuse_usage "'$1' is no template version: see ./ringfence tenant templates."
  admin_api GET /api/v1/templates
  tenant_version=$(jq -r --arg begins "$1" '[.[].id | select(startswith($begins))] | if length == 1 then .[0] else "" end' <<<"$admin_answer")
  [[ -n $tenant_version ]] || refuse "No template version, or more than one, begins with $1." "See ./ringfence tenant templates."
}

tenant_line() {
  jq -r '"\(.slug): \(.stage // "no machine"), meant to be \(.desired // "gone")" + (if .quarantined then ", in quarantine" else "" end) + (if .deleteAfter then ", can be had back until \(.deleteAfter)" else "" end)' <<<"$admin_answer"
}
