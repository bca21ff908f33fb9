#!/bin/bash
# Builds and runs the programs that the documentation prints, as they are printed.
#
# A page is a package: a line that ends in "`PATH`:" names the file that the next block of Swift is.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
root=$PWD
pages=$root/.build/pages
program=
trap '[ -z "$program" ] || kill "$program" 2> /dev/null || true' EXIT

# extract PAGE DIRECTORY: writes the files of a page, and fails where there are none.
extract() {
    awk -v directory="$2" '
        !isCode && match($0, /`[^`]+`:$/) { file = substr($0, RSTART + 1, RLENGTH - 3) }
        /^```swift$/ && file != "" {
            isCode = 1
            path = directory "/" file
            folder = path
            sub(/\/[^\/]*$/, "", folder)
            system("mkdir -p " folder)
            printf "" > path
            count++
            next
        }
        /^```$/ && isCode {
            close(path)
            isCode = 0
            file = ""
        }
        isCode { print > path }
        END { exit count == 0 }
    ' "$1"
}

# build NAME PAGE: sets `package` to the package that the page prints, beside a folder called etherws as the page says.
build() {
    package=$pages/$1/tunnel
    rm -rf "$package/Sources" "$package/Tests" "$package/Package.swift"
    mkdir -p "$package"
    ln -sfn "$root" "$pages/$1/etherws"
    extract "$2" "$package"
    # The pages share the libraries that they are built with. SwiftPM would take the plan of one page for another's.
    rm -f "$pages/build/debug.yaml"
    "$swift" build --package-path "$package" --scratch-path "$pages/build" "${@:3}"
}

# expect STATUS: runs the program of `package`, which must answer a request by this status, go on, and end when it is told to.
expect() {
    local output=$package/output
    (cd "$package" && exec stdbuf -oL "$pages/build/debug/tunnel" loopback:page ws://127.0.0.1:0/) > "$output" &
    program=$!
    for _ in $(seq 100); do
        grep -q '^listening on ' "$output" && break
        kill -0 "$program" || { echo "the program of $package has ended" >&2; exit 1; }
        sleep 0.1
    done
    local port answer
    port=$(sed -n 's/^listening on .*:\([0-9]*\)\/$/\1/p' "$output")
    exec 3<> "/dev/tcp/127.0.0.1/$port"
    printf 'GET / HTTP/1.1\r\n\r\n' >&3
    read -r -t 10 answer <&3
    exec 3>&-
    [[ $answer = "HTTP/1.1 $1 "* ]] || { echo "the program of $package answered $answer, not $1" >&2; exit 1; }
    kill "$program" || { echo "the program of $package does not go on" >&2; exit 1; }
    wait "$program" || true
    program=
}

build readme README.md
htpasswd -B -b -c "$package/users" alice sesame 2> /dev/null
expect 401

build embedding docs/embedding.md --build-tests
TUNNEL_TOKEN=sesame expect 401
"$swift" test --package-path "$package" --scratch-path "$pages/build" --skip-build
echo "the programs of README.md and docs/embedding.md work as they are printed"
