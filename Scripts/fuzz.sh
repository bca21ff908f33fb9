#!/bin/bash
# Runs fuzz targets under libFuzzer and AddressSanitizer: those named as arguments, or all.
#
#   SECONDS_EACH=60    how long each is run
#   JOBS=2             how many are run side by side, as many as there are processors by default
#
# They begin with the inputs in Fuzz/Corpora, and what they add is kept in .build/fuzz/corpora. An input that a target fails on is
# left in .build/fuzz, and the script fails.
set -eu
cd "$(dirname "$0")/.."

export work=$PWD/.build/fuzz
mkdir -p "$work"
# The instrumentation is wanted in all modules, and gold, the default linker, crashes on it.
"${SWIFT:-swift}" build --quiet --configuration release --package-path Fuzz --scratch-path "$work/build" \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xswiftc -enable-testing
export program=$work/build/release/Fuzz

fuzz() {
    mkdir -p "$work/corpora/$1"
    log=$work/$1.log
    if SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=malloc_context_size=8 "$program" "$1" -max_total_time="${SECONDS_EACH:-60}" \
        -rss_limit_mb=2048 -timeout=30 -print_final_stats=1 -artifact_prefix="$work/$1-" \
        "$work/corpora/$1" "Fuzz/Corpora/$1" > "$log" 2>&1; then
        runs=$(awk '/stat::number_of_executed_units/ { print $2 }' "$log")
        coverage=$(awk '/ cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") last = $(i + 1) } END { print last }' "$log")
        echo "$1: $runs inputs, $coverage edges"
    else
        echo "$1: FAILED, see $log" >&2
        tail -n 30 "$log" >&2
        return 1
    fi
}
export -f fuzz

[ $# -gt 0 ] || set -- $("$program")
printf '%s\n' "$@" | xargs -P "${JOBS:-$(nproc)}" -I{} bash -c 'fuzz {}'
