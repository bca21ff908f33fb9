#!/bin/bash
# Measures etherws beside other tunnels and beside the limit, and writes Benchmarks/RESULTS.md.
#
#   ROUNDS=3 SECONDS_EACH=2 ONLY=NAME,… LIMIT=SECONDS RESUME=1 ETHERWS=PATH bench.sh
#
# ONLY picks scenarios by the beginnings of their names, such as etherws-ws or limit; run.py lists them. LIMIT ends the run after
# a while, and RESUME goes on with the samples of the last one, as the report is made of all that are there.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."
folder=.build/bench
export TOOLS=$PWD/$folder/tools ETHERWS=${ETHERWS:-$PWD/.build/release/etherws} PYTHONDONTWRITEBYTECODE=1
if [ "$(id -u)" -ne 0 ]; then
    exec sudo --preserve-env=ROUNDS,SECONDS_EACH,ONLY,LIMIT,RESUME,ETHERWS "$0" "$@"
fi
Benchmarks/Tunnels/tools.sh "$TOOLS"
if [ -z "${RESUME:-}" ]; then rm -f "$folder/samples.jsonl"; fi
status=0
python3 Benchmarks/Tunnels/run.py "$folder/samples.jsonl" || status=$?
python3 Benchmarks/Tunnels/report.py "$folder/samples.jsonl" Benchmarks/RESULTS.md Benchmarks/Plots
exit "$status"
