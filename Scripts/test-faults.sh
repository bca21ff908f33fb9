#!/bin/bash
# Injects faults, and shows at the end what each of them cost: docs/faults.md says what is expected.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# How long it takes to come back, and how much a flood costs, are of interest for the program that people run.
export ETHERWS=${ETHERWS:-$PWD/.build/release/etherws}
FAULTS=1 Scripts/test.sh --filter '^EndToEndTests\..*Fault' "$@" | tee "$log"
outcome=$?

printf '\nMeasured:\n'
sed -n 's/^measured: //p' "$log" | sort | awk -F ': ' '{ printf "  %-70s %s\n", $1, substr($0, length($1) + 3) }'
exit $outcome
