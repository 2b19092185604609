# shellcheck shell=bash
# The portal's REST interface on the command line.

# portal_api TOKEN METHOD PATH [BODY]: the body of a successful answer. The token does not appear on a command line.
portal_api() {
  local token=$1 method=$2 path=$3
  local body=()
  [[ $# -lt 4 ]] || body=(--header 'Content-Type: application/json' --data "$4")
  curl --fail-with-body --silent --noproxy '*' --max-time 60 --request "$method" "${body[@]}" \
    --header @<(printf 'Authorization: Bearer %s\n' "$token") "$portal_url$path"
}

# as_platform_admin: before admin_api.
as_platform_admin() {
  part_running portal || refuse "Ringfence does not run." "Start it with ./ringfence up."
  admin_token=$(hoster_token) || refuse "Keycloak gives no token for the platform administrator." "See ./ringfence logs keycloak."
}

# admin_api METHOD PATH [BODY]: sets admin_answer; a refusal's own words end the command.
admin_api() {
  admin_answer=$(portal_api "$admin_token" "$@") ||
    refuse "The portal refused: $(jq -r '[.title, .detail] | map(select(.)) | join(": ")' <<<"$admin_answer" 2>/dev/null || printf '%s' "$admin_answer")" \
      "See ./ringfence tenant list and ./ringfence host list."
}
