#!/bin/bash
# Tells what fuzz targets reach of the source that each is there for: those named as arguments, or all. Fuzz/subjects.txt says which
# files those are.
#
# Replays the inputs in Fuzz/Corpora, and those that `make fuzz` has added. The lines that none of them reaches are left in
# .build/fuzz/TARGET.unreached.
set -eu
cd "$(dirname "$0")/.."

work=$PWD/.build/fuzz
mkdir -p "$work/profiles"
"${SWIFT:-swift}" build --quiet --configuration release --package-path Fuzz --scratch-path "$work/coverage-build" \
    -Xswiftc -sanitize=fuzzer -Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping -Xswiftc -use-ld=lld \
    -Xswiftc -enable-testing
program=$work/coverage-build/release/Fuzz
# Those of the compiler: others may not read what it writes.
tools=$(dirname "$(readlink -f "$(command -v "${SWIFT:-swift}")")")

[ $# -gt 0 ] || set -- $(LLVM_PROFILE_FILE=/dev/null "$program")
printf '| %-12s | %7s | %9s | %7s |\n|---|---|---|---|\n' target reached of percent
for target; do
    profile=$work/profiles/$target
    mkdir -p "$work/corpora/$target"
    LLVM_PROFILE_FILE=$profile.raw "$program" "$target" -runs=0 "$work/corpora/$target" "Fuzz/Corpora/$target" > "$profile.log" 2>&1
    "$tools/llvm-profdata" merge -o "$profile.data" "$profile.raw"
    files=$(awk -v target="$target" '$1 == target { for (i = 2; i <= NF; i++) print $i }' Fuzz/subjects.txt)
    [ -n "$files" ] || { echo "Fuzz/subjects.txt does not name $target" >&2; exit 1; }
    # shellcheck disable=SC2086
    "$tools/llvm-cov" report "$program" -instr-profile="$profile.data" $files |
        awk -v target="$target" '$1 == "TOTAL" { printf "| %-12s | %7d | %9d | %6.1f%% |\n", target, $2 - $3, $2, 100 * ($2 - $3) / $2 }'
    # shellcheck disable=SC2086
    "$tools/llvm-cov" show "$program" -instr-profile="$profile.data" $files |
        awk -F'|' '/^\// { file = $1 } $2 ~ /^ *0$/ { print file $1 "|" $3 }' > "$work/$target.unreached"
done
