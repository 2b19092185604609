# shellcheck shell=bash
# What is fetched and built before anything starts: Payara Micro, the portal, the guest template.

# Maven 3.8's default of this plugin is too old for these requests.
dependency_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1

# pom_property NAME: versions stand in the pom only.
pom_property() {
  local value
  value=$(sed -n "s|^ *<$1>\(.*\)</$1>.*|\1|p" "$checkout/pom.xml" | head -n 1)
  [[ -n $value ]] || refuse "pom.xml has no property $1."
  printf '%s' "$value"
}

# fetch_artifact COORDINATES DIRECTORY: by Maven, and so through this machine's mirrors and proxies.
fetch_artifact() {
  local log
  log=$logs/fetch-$(cut -d: -f2 <<<"$1").log
  (cd "$2" && JAVA_HOME=$java_home mvn -q -B -Dstyle.color=never "$dependency_plugin:copy" -Dartifact="$1" -DoutputDirectory="$2") \
    >"$log" 2>&1 9>&- || {
    show_log_end "$log"
    refuse "$1 could not be fetched; Maven's words are above." "Check the network, and Maven's settings for a mirror or proxy."
  }
}

find_payara() {
  payara_jar=$cache/downloads/payara-micro-$(pom_property payara.version).jar
}

fetch_payara() {
  local version began=$SECONDS staging
  version=$(pom_property payara.version)
  [[ ! -s $payara_jar ]] || return 0
  step payara "fetching Payara Micro $version"
  mkdir -p "$cache/downloads"
  staging=$(mktemp -d "$cache/downloads/.incoming.XXXXXX")
  fetch_artifact "fish.payara.extras:payara-micro:$version" "$staging"
  mv "$staging/payara-micro-$version.jar" "$payara_jar"
  rmdir "$staging"
  step payara "fetched after $((SECONDS - began)) s"
}

# The digest of everything that the portal's archive is made from.
portal_inputs() {
  (
    cd "$checkout" || exit
    find . \( -name target -o -name var -o -name .git -o -name node_modules -o -path ./system-tests -o -path ./vm-templates \) -prune -o \
      -type f \( -name pom.xml -o -path '*/src/main/*' -o -path './.mvn/*' -o -path ./mvnw \) -print0 |
      sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
  )
}

# Builds the portal unless its inputs are those of the last build. Takes turns with other instances of this checkout.
build_portal() {
  local inputs began=$SECONDS archive=$checkout/admin-web/target/ringfence.war log=$logs/build.log
  exec 8<"$checkout/pom.xml"
  flock 8
  inputs=$(portal_inputs)
  if [[ -s $archive && -r $archive.inputs && $(<"$archive.inputs") == "$inputs" ]]; then
    step build "nothing changed since the last build"
  else
    step build "building the portal (minutes the first time, when Maven fetches its libraries)"
    (cd "$checkout" && JAVA_HOME=$java_home ./mvnw -q -B -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -pl admin-web -am package) \
      </dev/null >"$log" 2>&1 8>&- 9>&- || {
      show_log_end "$log"
      refuse "The portal could not be built; Maven's words are above." "The whole log is $log."
    }
    printf '%s\n' "$inputs" >"$archive.inputs"
    step build "built after $((SECONDS - began)) s"
  fi
  # The instance runs its own copy, so that a later build does not disturb it.
  if ! cmp -s "$archive" "$home/payara/ringfence.war"; then
    cp "$archive" "$home/payara/ringfence.war.new"
    mv "$home/payara/ringfence.war.new" "$home/payara/ringfence.war"
  fi
  exec 8<&-
}

# Sets template to the directory of the guest template that belongs to this checkout.
find_template() {
  template=$cache/templates/$("$checkout/vm-templates/build" --print-digest)
}

build_template() {
  local digest began=$SECONDS log=$logs/template.log
  digest=$(basename "$template")
  if [[ -e $template/manifest.json ]]; then
    step template "${digest:0:12} is in the cache"
    return
  fi
  step template "building guest template ${digest:0:12} (some minutes, once)"
  mkdir -p "$cache/templates"
  as_root "$checkout/vm-templates/build" "$cache/templates" </dev/null >"$log" 2>&1 9>&- || {
    show_log_end "$log"
    refuse "The guest template could not be built; the builder's words are above." "The whole log is $log."
  }
  step template "built after $((SECONDS - began)) s"
}
