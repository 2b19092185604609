# shellcheck shell=bash
# The hosts that VMs run on, on the command line: the portal's REST interface, as the platform administrator.

host_usage() {
  cat <<'TEXT'
  ./ringfence host list                how full each is, how many tenants are on it, what is wished of it
  ./ringfence host show NAME           all of it, as JSON, with its tenants
  ./ringfence host maintenance NAME    new tenants go elsewhere
  ./ringfence host drain NAME          the same, and its tenants are moved away with their data
  ./ringfence host open NAME           undoes both
TEXT
}

host() {
  local verb=${1:-} name=${2:-}
  case $verb:$# in
    list:1 | show:2 | maintenance:2 | drain:2 | open:2) ;;
    *)
      host_usage >&2
      refuse_usage "host needs one of these."
      ;;
  esac
  # It becomes part of an address.
  [[ $verb == list || $name =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$ ]] || refuse_usage "'$name' is no host's name."
  as_platform_admin
  case $verb in
    list)
      admin_api GET /api/v1/hosts
      jq -r '["HOST", "STATE", "WISH", "TENANTS", "MEMORY", "PROMISED", "DISK"], (.[] | [.name, .state, .wish, .tenants, "\(.memoryUsedMib)/\(.memoryMib)", .memoryPromisedMib, "\(.diskUsedMib)/\(.diskMib) MiB"]) | @tsv' <<<"$admin_answer" |
        awk -F '\t' '{ printf "%-20s %-9s %-12s %-8s %-15s %-9s %s\n", $1, $2, $3, $4, $5, $6, $7 }'
      ;;
    show)
      admin_api GET "/api/v1/hosts/$name"
      jq . <<<"$admin_answer"
      ;;
    *)
      admin_api PUT "/api/v1/hosts/$name/wish" "$(jq -nc --arg wish "${verb^^}" '{wish: $wish}')"
      jq -r '"\(.name): \(.state), wished \(.wish), \(.tenants | length) tenants on it" + (if .note == "" then "" else " (" + .note + ")" end)' <<<"$admin_answer"
      ;;
  esac
}
