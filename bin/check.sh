#!/usr/bin/env bash
# The fast half of the tests: whatever needs neither a build nor a browser nor another program.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

bash bin/setup.sh || failed=1
static_checks
vitest_suite unit --exclude 'tests/{integration,server}/**'
finish
