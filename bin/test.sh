#!/usr/bin/env bash
# Everything, from a fresh clone: installs what is missing, then runs all checks and counts them.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

packages() {
  local missing=()
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || return 0
  while read -r name; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done <bin/debian-packages.txt
  [ "${#missing[@]}" -eq 0 ] && return 0
  echo "Installing ${missing[*]}"
  apt-get -qq update
  debian "${missing[@]}" && return 0
  # One that cannot be had keeps no other away.
  local without=0
  for name in "${missing[@]}"; do debian "$name" || without=1; done
  return "$without"
}

debian() { DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; }

browser_tests() {
  # The same browser without its windows takes a fifth less time; any other does as well.
  if [ ! -x "${CHROMIUM:=$(command -v chromium-headless-shell || command -v chromium || command -v google-chrome || true)}" ]; then
    echo "could not run: the browser tests need chromium-headless-shell or chromium on the PATH" >&2
    return 1
  fi
  export CHROMIUM PLAYWRIGHT_JSON_OUTPUT_NAME="$scratch/browser.json"
  node node_modules/@playwright/test/cli.js test --reporter=list,json
}

built=no
build() { bash bin/build.sh && built=yes; }

# What cannot be installed shows in the step that needs it; the others still run.
packages || echo "could not install the packages of bin/debian-packages.txt" >&2
bash bin/setup.sh || failed=1
static_checks
vitest_suite "unit and integration" --exclude 'tests/server/**'
step "build" build
if [ "$built" = yes ]; then
  vitest_suite "server" tests/server
  suite "browser" "$scratch/browser.json" browser_tests
else
  step "server (not run)" false
  step "browser (not run)" false
fi
finish
