#!/usr/bin/env bash
# Builds for production, unless nothing the build reads has changed since the last one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sum="sha256sum"
command -v sha256sum >/dev/null || sum="shasum -a 256"
sources() {
  for path in app components lib db public instrumentation*.ts proxy.ts *.mjs tsconfig.json package.json package-lock.json; do
    if [ -e "$path" ]; then find "$path" -type f ! -name '.*' -print0; fi
  done | LC_ALL=C sort -z | xargs -0 $sum
}

stamp=.next/greenlight-build
before="$(sources)"
if [ -f .next/BUILD_ID ] && [ -f "$stamp" ] && [ "$before" = "$(cat "$stamp")" ]; then exit 0; fi
rm -f "$stamp"
NODE_ENV=production bash bin/node.sh node_modules/next/dist/bin/next build
printf '%s\n' "$before" >"$stamp"
