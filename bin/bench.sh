#!/usr/bin/env bash
# The benchmark whose name comes first, else every one in turn; each takes the other arguments and writes its own results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

benches=(bench/*.bench.ts)
if [ -e "bench/${1:-}.bench.ts" ]; then
  benches=("bench/$1.bench.ts")
  shift
fi
CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v google-chrome || command -v chromium-headless-shell || true)}"
[ -z "$CHROMIUM" ] || export CHROMIUM

bash bin/setup.sh
bash bin/build.sh
for bench in "${benches[@]}"; do
  bash bin/node.sh --import tsx "$bench" "$@"
done
