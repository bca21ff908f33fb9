#!/bin/sh
# Fails on files that are too long, and on the ways to trap that the formatter overlooks in tests.
#
#   check-sources.sh [DIRECTORY]      the package's root; the working directory by default
set -eu
cd "${1:-.}"

longest_file=300

set --
for directory in Sources Tests Examples Benchmarks Fuzz; do
    [ -d "$directory" ] && set -- "$@" "$directory"
done
find "$@" -name .build -prune -o -name '*.swift' -print | LC_ALL=C sort | xargs -r awk -v longest="$longest_file" '
    FNR == longest + 1 { complain("more than " longest " lines") }

    # A comment or a text may speak of what the code must not do.
    {
        code = $0
        sub(/^[ \t]*\/\/.*/, "", code)
        gsub(/"[^"]*"/, "\"\"", code)
    }
    # A combining mark behind a separator makes another character of both, and hides it.
    FILENAME ~ /Sources\/(Frame|WebSocket|Transports|Auth)\// && code ~ /(split\(separator|(first|last)Index\(of): "/ &&
        code !~ /(unicodeScalars|utf8)[?]?\.(split|firstIndex|lastIndex)/ {
        complain("what peers send is cut at bytes or scalars, not at characters")
    }
    code ~ /(^|[^A-Za-z_])(try|as)!/ { complain("try! and as! trap where an error would do") }
    code ~ /(TODO|FIXME|XXX)/ { complain("a note of unfinished work belongs in an issue") }
    code ~ /[A-Za-z0-9_)\]]!([.)\],;[]|$)/ { complain("a forced unwrap traps where an error would do") }

    function complain(what) {
        printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
        failed = 1
    }

    END { exit failed }
'
