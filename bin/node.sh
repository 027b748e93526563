#!/usr/bin/env bash
# Everything runs on the project's own Node: under an older one better-sqlite3 dies without a message.
set -euo pipefail

bin="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/node_modules/.bin"
if [ ! -x "$bin/node" ]; then
  echo "Greenlight's own Node runtime is not installed: run npm run setup" >&2
  exit 1
fi
export PATH="$bin:$PATH" NEXT_TELEMETRY_DISABLED=1
exec "$bin/node" "$@"
