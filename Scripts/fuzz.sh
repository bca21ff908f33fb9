#!/bin/bash
# Runs fuzz targets under libFuzzer and AddressSanitizer: those named as arguments, or all.
#
#   SECONDS_EACH=60    how long each is run
#
# They begin with the inputs in Fuzz/Corpora, and what they add is kept in .build/fuzz/corpora. An input that a target fails on is
# left in .build/fuzz, and the script fails.
set -eu
cd "$(dirname "$0")/.."

work=$PWD/.build/fuzz
mkdir -p "$work"
# The instrumentation is wanted in all modules, and gold, the default linker, crashes on it.
swift build --quiet --configuration release --package-path Fuzz --scratch-path "$work/build" \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xswiftc -enable-testing
program=$work/build/release/Fuzz

[ $# -gt 0 ] || set -- $("$program")
failed=
for target; do
    mkdir -p "$work/corpora/$target"
    log=$work/$target.log
    if SWIFT_BACKTRACE=enable=no "$program" "$target" -max_total_time="${SECONDS_EACH:-60}" -rss_limit_mb=2048 -timeout=10 \
        -print_final_stats=1 -artifact_prefix="$work/$target-" "$work/corpora/$target" "Fuzz/Corpora/$target" > "$log" 2>&1; then
        runs=$(awk '/stat::number_of_executed_units/ { print $2 }' "$log")
        coverage=$(awk '/ cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") last = $(i + 1) } END { print last }' "$log")
        echo "$target: $runs inputs, $coverage edges"
    else
        echo "$target: FAILED, see $log" >&2
        tail -n 30 "$log" >&2
        failed=yes
    fi
done
[ -z "$failed" ]
