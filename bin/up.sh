#!/usr/bin/env bash
# Installs, builds and starts; skips what is up to date.
set -euo pipefail
export INIT_CWD="${INIT_CWD:-$PWD}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash bin/setup.sh
# Bad usage is told before the build, not after it.
GREENLIGHT_UP=check bash bin/node.sh bin/serve.ts "$@"

sum="sha256sum"
command -v sha256sum >/dev/null || sum="shasum -a 256"
sources() {
  for path in app components lib db public instrumentation*.ts proxy.ts *.mjs tsconfig.json package.json package-lock.json; do
    if [ -e "$path" ]; then find "$path" -type f ! -name '.*' -print0; fi
  done | LC_ALL=C sort -z | xargs -0 $sum
}
stamp=.next/greenlight-build
if [ ! -f .next/BUILD_ID ] || ! sources | cmp -s - "$stamp"; then
  rm -f "$stamp"
  before="$(sources)"
  NODE_ENV=production bash bin/node.sh node_modules/next/dist/bin/next build
  printf '%s\n' "$before" >"$stamp"
fi

GREENLIGHT_UP=start exec bash bin/node.sh --disable-proto=delete bin/serve.ts "$@"
