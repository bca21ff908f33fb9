#!/bin/bash
# Runs the Autobahn test suite against an echo server and an echo client on the WebSocket module, with and without compression.
#
#   SECTIONS=quick    leave out 9 (performance), 12 and 13 (compression), which take most of the time
#   PYTHON2=FILE      the Python 2.7 that the suite needs; by default one in PATH or of pyenv
#
# Reports are in .build/autobahn. Fails if any case is failed, non-strict or unclean. Without Python 2.7 nothing is run.
set -eu
cd "$(dirname "$0")/.."

work=$PWD/.build/autobahn
echo_program=$work/build/release/Echo
server_port=9007
suite_port=9008

find_python() {
    for python in "${PYTHON2:-}" python2.7 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7; do
        # A name in PATH may be a stand-in that runs nothing.
        "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (2, 7))' 2> /dev/null || continue
        echo "$python"
        return
    done
    return 1
}

install_suite() {
    cmp -s Tests/Autobahn/requirements.txt "$work/requirements.txt" && return
    # The last virtualenv that still knows Python 2.7.
    python3 -m venv --clear "$work/tools"
    "$work/tools/bin/pip" install --quiet --disable-pip-version-check 'virtualenv<20.22' setuptools
    "$work/tools/bin/virtualenv" --quiet --clear --python "$1" "$work/suite"
    "$work/suite/bin/pip" install --quiet --disable-pip-version-check -r Tests/Autobahn/requirements.txt 2> "$work/pip.log" || {
        cat "$work/pip.log" >&2
        exit 1
    }
    cp Tests/Autobahn/requirements.txt "$work/requirements.txt"
}

# specification FOLDER CASES EXCLUDED
specification() {
    cat << END
{
    "outdir": "$work/$1", "cases": [$2], "exclude-cases": [$3], "exclude-agent-cases": {},
    "url": "ws://127.0.0.1:$suite_port",
    "servers": [{"agent": "etherws", "url": "ws://127.0.0.1:$server_port"}]
}
END
}

suite() { exec "$work/suite/bin/wstest" --spec "$work/specification.json" "$@" > "$log" 2>&1; }

wait_for_port() {
    tries=0
    until (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { echo "autobahn: nothing listens on port $1" >&2; exit 1; }
        sleep 0.1
    done
}

background=
stop_background() {
    [ -z "$background" ] || { kill "$background" && wait "$background"; } 2> /dev/null || true
    background=
}
trap stop_background EXIT
trap 'exit 130' INT TERM

run_server() {
    "$echo_program" server "$server_port" "$@" > /dev/null &
    background=$!
    wait_for_port "$server_port"
    (suite --mode fuzzingclient)
    stop_background
}

run_client() {
    suite --mode fuzzingserver --webport 0 &
    background=$!
    wait_for_port "$suite_port"
    "$echo_program" client "$suite_port" "$@"
    stop_background
}

failed=
# run ROLE COMPRESSION: `plain` or `deflate`
run() {
    excluded=
    [ "${SECTIONS:-all}" = quick ] && excluded='"9.*", "12.*", "13.*"'
    # Without compression these are about nothing.
    [ "$2" = plain ] && excluded=${excluded:-'"12.*", "13.*"'}
    folder=$1-$2
    log=$work/$folder.log
    rm -rf "${work:?}/$folder"
    specification "$folder" '"*"' "$excluded" > "$work/specification.json"
    [ "$2" = deflate ] && argument=deflate || argument=
    "run_$1" $argument
    python3 Tests/Autobahn/summary.py "$1, $2" "$work/$folder" || failed=yes
}

if ! python2=$(find_python); then
    echo "autobahn: SKIPPED, no case was run: the suite needs Python 2.7, and none was found"
    exit 0
fi
mkdir -p "$work"
install_suite "$python2"
swift build --quiet --configuration release --package-path Tests/Autobahn --scratch-path "$work/build" -Xswiftc -enable-testing

echo "| role, compression | cases | OK | non-strict | informational | failed | unclean |"
echo "|---|---|---|---|---|---|---|"
for compression in plain deflate; do
    run server "$compression"
    run client "$compression"
done
[ -z "$failed" ]
