#!/bin/bash
# Shows that memory does not grow with the number of frames: sends small ones from south to north through a tunnel, and looks at the
# memory of both ends, and counts their allocations, before, after a tenth, and at the end. Fails when either grew in between by more
# than the queues to a full socket may take: half a byte a frame would be more.
#
#   FRAMES=10000000 GROWTH=4096 ETHERWS=PATH frames.sh      GROWTH in KiB, between a tenth and the end
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."
FRAMES=${FRAMES:-10000000} GROWTH=${GROWTH:-4096}
name=soak
. Scripts/namespaces.sh
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

compiler=$(command -v cc || command -v clang) || give_up "a C compiler is needed"
"$compiler" -O2 -o "$scratch/datagrams" Scripts/soak/datagrams.c
"$compiler" -O2 -fno-builtin -shared -fPIC -o "$scratch/allocations.so" Scripts/soak/allocations.c

# start HOST NAMESPACE ARGUMENT…: the number of its process goes to $scratch/HOST.pid.
start() {
    local host=$1 namespace=$2
    shift 2
    ALLOCATIONS=$scratch/$host.allocations LD_PRELOAD=$scratch/allocations.so \
        ip netns exec "$namespace" "$etherws" --foreground --device tap0 "$@" 2> "$scratch/$host.log" &
    echo $! > "$scratch/$host.pid"
    disown
}

# until_true COMMAND…: tries for ten seconds.
until_true() {
    local tries
    for tries in {1..100}; do
        if "$@" > /dev/null 2>&1; then return; fi
        sleep 0.1
    done
    cat "$scratch"/*.log >&2
    give_up "not within ten seconds: $*"
}

memory() { awk '/^VmRSS/ { print $2 }' "/proc/$(cat "$scratch/$1.pid")/status"; }
allocations() { od -A n -t u8 "$scratch/$1.allocations" | tr -d ' '; }

# sample COLUMN: remembers memory and allocations of both ends, and shows them.
sample() {
    local host
    for host in north south; do
        resident[$host.$1]=$(memory "$host")
        allocated[$host.$1]=$(allocations "$host")
    done
    printf '%12s frames: north %6d KiB, %d allocations; south %6d KiB, %d allocations\n' "$1" \
        "${resident[north.$1]}" "${allocated[north.$1]}" "${resident[south.$1]}" "${allocated[south.$1]}"
}

declare -A resident allocated
make_networks
start north "$north" server --port 8080 --address 10.77.0.1/24
until_true grep -q listening "$scratch/north.log"
start south "$south" client --uri "ws://$north_outside:8080/" --address 10.77.0.2/24
until_true grep -q connected "$scratch/south.log"
until_true at "$south" ping -c 1 -W 1 10.77.0.1

tenth=$((FRAMES / 10))
sample 0
ip netns exec "$south" "$scratch/datagrams" send 10.77.0.1 &
disown
at "$north" "$scratch/datagrams" receive "$tenth"
sample "$tenth"
at "$north" "$scratch/datagrams" receive "$((FRAMES - tenth))"
sample "$FRAMES"

status=0
for host in north south; do
    growth=$((resident[$host.$FRAMES] - resident[$host.$tenth]))
    calls=$((allocated[$host.$FRAMES] - allocated[$host.$tenth]))
    echo "$host: $growth KiB and $calls allocations in the last $((FRAMES - tenth)) frames"
    # Timers and events of the tunnel as a whole allocate now and then: frames must not.
    if [ "$growth" -gt "$GROWTH" ] || [ "$((calls * 1000))" -gt "$((FRAMES - tenth))" ]; then status=1; fi
done
[ "$status" -eq 0 ] || echo "soak: more than $GROWTH KiB, or than one allocation in a thousand frames" >&2
exit "$status"
