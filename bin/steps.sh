# Sourced by check.sh and test.sh: runs steps, counts what passed and failed, goes on after a failure.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0 times="" failures=""

node() { bash bin/node.sh "$@"; }

# step NAME COMMAND…: one check, counted as one.
step() {
  local name="$1" started=$SECONDS outcome=ok
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) outcome=FAILED; fi
  times+="$(printf '%-22s %4ds  %s' "$name" $((SECONDS - started)) "$outcome")"$'\n'
}

# suite NAME REPORT COMMAND…: counted by its own report; one that ends badly without a failed test counts as one.
suite() {
  local name="$1" report="$2" started=$SECONDS outcome=ok p=0 f=0
  shift 2
  printf '\n== %s\n' "$name"
  "$@" || outcome=FAILED
  if [ -s "$report" ]; then
    { read -r p f && failures+="$(cat)"; } < <(node bin/test-report.ts "$report") || outcome=FAILED
  fi
  if [ "$outcome" = FAILED ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$f" -gt 0 ]; then outcome=FAILED; fi
  passed=$((passed + p)) failed=$((failed + f))
  times+="$(printf '%-22s %4ds  %s: %d passed, %d failed' "$name" $((SECONDS - started)) "$outcome" "$p" "$f")"$'\n'
}

types() { node node_modules/next/dist/bin/next typegen >/dev/null && node node_modules/typescript/bin/tsc --noEmit; }

static_checks() {
  step "format and lint" node node_modules/@biomejs/biome/bin/biome check --error-on-warnings .
  step "types" types
}

# vitest_suite NAME ARGUMENT…
vitest_suite() {
  local name="$1"
  shift
  suite "$name" "$scratch/$name.json" node node_modules/vitest/vitest.mjs run \
    --reporter=default --reporter=json --outputFile.json="$scratch/$name.json" "$@"
}

finish() {
  printf '%s\n\n%s%d passed, %d failed\n' "$failures" "$times" "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
