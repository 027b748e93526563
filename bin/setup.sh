#!/usr/bin/env bash
# Installs exactly what the lockfile says; does nothing when that is already there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stamp=node_modules/.greenlight-setup
wanted() { uname -sm && cat .npmrc package-lock.json; }
wanted | cmp -s - "$stamp" && node_modules/.bin/node --version >/dev/null 2>&1 && exit 0

# npm must not run on the very Node it is about to replace.
PATH="$(printf %s "$PATH" | tr : '\n' | grep -vxF "$PWD/node_modules/.bin" | paste -sd : -)"

echo "Installing what package-lock.json says"
rm -f "$stamp"
# The scripts of all packages stay off (better-sqlite3 would compile itself although its binary is there);
# `node` alone needs its own, which fetches the runtime of this platform from the same registry.
npm ci --loglevel=error --ignore-scripts --include=dev --include=optional
npm rebuild node --loglevel=error --ignore-scripts=false
node_modules/.bin/node --version >/dev/null
wanted >"$stamp.new" && mv "$stamp.new" "$stamp"
