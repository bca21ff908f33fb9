#!/bin/bash
# Runs the tests; when some fail, says once more at the end which, as thousands of lines may stand between.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift=${SWIFT:-swift}

"$swift" test --skip-build "$@" 2>&1 | tee "$log" && exit 0

printf '\nFailed:\n'
grep -E -A 3 'recorded an issue' "$log" | grep -vE '^(◇|✔|--)'
grep -E '^✘ Test run|error: .*signal' "$log"
exit 1
