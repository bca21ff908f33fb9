# Two hosts, north and south, as network namespaces with a cable between them. To be read by a script that has set `name`.
#
# Expects bash; sets `scratch`, `etherws` and the hosts' addresses on the cable; makes the script root if it is not.
etherws=$(realpath "${ETHERWS:-.build/release/etherws}")

give_up() { echo "$name: $*" >&2; exit 1; }

[ -x "$etherws" ] || give_up "$etherws is not there: 'make build' builds it"
[ -c /dev/net/tun ] || give_up "this host has no /dev/net/tun, and so no TAP interfaces"
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || give_up "network namespaces need root"
    exec sudo --preserve-env=FRAMES,GROWTH ETHERWS="$etherws" "$0" "$@"
fi

north=etherws-north-$$ south=etherws-south-$$
north_outside=198.18.0.1 south_outside=198.18.0.2
scratch=$(mktemp -d)

at() { local namespace=$1; shift; ip netns exec "$namespace" "$@"; }

make_networks() {
    ip netns add "$north" && ip netns add "$south"
    ip link add outside netns "$north" type veth peer name outside netns "$south"
    ip -netns "$north" address add "$north_outside/30" dev outside
    ip -netns "$south" address add "$south_outside/30" dev outside
    local namespace
    for namespace in "$north" "$south"; do
        ip -netns "$namespace" link set lo up
        ip -netns "$namespace" link set outside up
    done
}

processes() {
    local namespace
    for namespace in "$north" "$south"; do ip netns pids "$namespace" 2> /dev/null || true; done
}

# The namespaces are ours alone, so whatever runs in them is too.
clean_up() {
    local namespace tries
    processes | xargs -r kill 2> /dev/null || true
    for tries in {1..30}; do
        [ -n "$(processes)" ] || break
        sleep 0.1
    done
    processes | xargs -r kill -KILL 2> /dev/null || true
    for namespace in "$north" "$south"; do ip netns del "$namespace" 2> /dev/null || true; done
    rm -rf "$scratch"
}
