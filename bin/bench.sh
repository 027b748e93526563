#!/usr/bin/env bash
# Every benchmark in turn; each takes the arguments and writes its own results.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash bin/setup.sh
bash bin/build.sh
for bench in bench/*.bench.ts; do
  if [ ! -e "$bench" ]; then echo "there are no benchmarks yet" >&2 && exit 1; fi
  bash bin/node.sh --import tsx "$bench" "$@"
done
