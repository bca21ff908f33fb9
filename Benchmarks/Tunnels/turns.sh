#!/bin/bash
# Measures two builds of etherws by turns, so that whatever else the machine does meets both alike, and prints the ratios of their medians.
# Which of them comes first changes every round.
#
#   BASE=PATH ROUNDS=5 SECONDS_EACH=2 SCHEMES='ws wss' TESTS='idle tcp1 tcp4 small memory' ETHERWS=PATH turns.sh
#
# BASE is the other build, mostly that of the commit before.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."
here=Benchmarks/Tunnels
samples=.build/bench/turns.jsonl
new=${ETHERWS:-$PWD/.build/release/etherws}
base=$(realpath "${BASE:?names the build to compare with}")
export TOOLS=$PWD/.build/bench/tools PYTHONDONTWRITEBYTECODE=1
"$here/tools.sh" "$TOOLS"
: > "$samples"
for round in $(seq "${ROUNDS:-5}"); do
    builds='base new'
    ((round % 2)) || builds='new base'
    for scheme in ${SCHEMES:-ws wss}; do
        for build in $builds; do
            # shellcheck disable=SC2086
            ETHERWS=${!build} "$here/scene.sh" "etherws-$scheme" pair 1500 \
                python3 "$here/measure.py" ${TESTS:-idle tcp1 tcp4 small memory} |
                sed "s/^{/{\"build\": \"$build\", \"scheme\": \"$scheme\", /" >> "$samples"
        done
    done
done
python3 "$here/turns.py" "$samples"
