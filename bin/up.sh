#!/usr/bin/env bash
# Installs, builds and starts; skips what is up to date.
set -euo pipefail
export INIT_CWD="${INIT_CWD:-$PWD}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash bin/setup.sh
# Bad usage is told before the build, not after it.
GREENLIGHT_UP=check bash bin/node.sh bin/serve.ts "$@"
bash bin/build.sh
GREENLIGHT_UP=start exec bash bin/node.sh --disable-proto=delete bin/serve.ts "$@"
