#!/bin/bash
# scene.sh PEER SHAPE MTU COMMAND…
#
# Joins hosts, which are network namespaces, by a tunnel, runs a command that measures it, and takes all away again.
#
#   PEER     what makes the tunnel: peers/NAME.sh, of NAME-VARIANT
#   SHAPE    pair      near is a client's host, far the server's
#            clients   near and far are the hosts of two clients
#            guest     far is a guest behind a bridge on the server's host
#
# The command finds NEAR and FAR (namespaces), NEAR_ADDRESS and FAR_ADDRESS (in the tunnel), NEAR_DEVICE and FAR_DEVICE, SERVER
# and SERVER_OUTSIDE (the server's host and its address on the cable), SERVER_PIDS and CLIENT_PIDS in its environment, and TOOLS,
# the folder of what `tools.sh` built, which must be set.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "$0")" && pwd)
peer=$1 shape=$2 mtu=$3
shift 3
variant=${peer#*-}
scratch=$(mktemp -d)
hosts=() pids=()
server=etherws-bench-server-$$ near=etherws-bench-near-$$ far=etherws-bench-far-$$
server_outside=198.18.0.1
tap=tap0
# Whether there is a tunnel; a bare cable is measured too.
has_tunnel=true

give_up() {
    echo "scene: $peer: $*" >&2
    tail -n 5 "$scratch"/*.log >&2 2> /dev/null || true
    exit 1
}

at() { local host=$1; shift; nsenter --net="/run/netns/$host" -- "$@"; }

# start HOST COMMAND…: its process is ended with the scene.
start() {
    local host=$1
    shift
    # Not by `at`, which would put a shell in between.
    nsenter --net="/run/netns/$host" -- "$@" >> "$scratch/$host.log" 2>&1 < /dev/null &
    pids+=($!)
}

add_host() {
    ip netns add "$1"
    hosts+=("$1")
    at "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    # What Linux does unless told otherwise, whatever this machine was told, where it may be said.
    at "$1" sysctl -qw net.ipv4.tcp_congestion_control=cubic 2> /dev/null || true
    ip -netns "$1" link set lo up
}

# cable HOST INTERFACE HOST INTERFACE
cable() {
    ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
    ip -netns "$1" link set "$2" up
    ip -netns "$3" link set "$4" up
}

# Each client's host has a cable of its own to the server's, which has one address at all of them.
add_client() {
    local address=198.18.0.$2
    add_host "$1"
    cable "$1" outside "$server" "outside$2"
    ip -netns "$1" address add "$address/32" dev outside
    ip -netns "$1" route add "$server_outside" dev outside src "$address"
    ip -netns "$server" route add "$address" dev "outside$2" src "$server_outside"
}

add_guest() {
    add_host "$far"
    cable "$far" eth0 "$server" guest
    ip -netns "$server" link add inside mtu "$mtu" type bridge
    ip -netns "$server" link set inside up
    ip -netns "$server" link set guest mtu "$mtu" master inside
    ip -netns "$server" link set "$tap" master inside
    configure "$far" eth0 10.77.0.1
}

# Tries for ten seconds.
until_true() {
    local tries
    for tries in {1..200}; do
        if "$@" > /dev/null 2>&1; then return; fi
        sleep 0.05
    done
    give_up "not within ten seconds: $*"
}

listens() { at "$server" ss -Htln | grep -q .; }

# configure HOST DEVICE ADDRESS
configure() {
    ip -netns "$1" link set "$2" mtu "$mtu" up
    ip -netns "$1" address add "$3/24" dev "$2"
}

clean_up() {
    local pid host tries
    trap - EXIT INT TERM
    for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
    for tries in {1..20}; do
        kill -0 "${pids[@]}" 2> /dev/null || break
        sleep 0.05
    done
    # The namespaces are ours alone, so whatever runs in them is too.
    for host in "${hosts[@]}"; do ip netns pids "$host" | xargs -r kill -KILL 2> /dev/null || true; done
    for host in "${hosts[@]}"; do ip netns del "$host" || true; done
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

. "$here/peers/${peer%%-*}.sh"

add_host "$server"
ip -netns "$server" address add "$server_outside/32" dev lo
add_client "$near" 2
if [ "$shape" = clients ]; then add_client "$far" 3; fi
server_pids=() client_pids=()
if $has_tunnel; then
    serve
    server_pids=("${pids[@]}")
    until_true listens
    dial "$near"
    if [ "$shape" = clients ]; then dial "$far"; fi
    client_pids=("${pids[@]:${#server_pids[@]}}")
    for host in "${hosts[@]}"; do until_true ip -netns "$host" link show "$tap"; done
    for host in "${hosts[@]}"; do ip -netns "$host" link set "$tap" mtu "$mtu" up; done
    configure "$near" "$tap" 10.77.0.2
    near_address=10.77.0.2 far_address=10.77.0.1 near_device=$tap far_device=$tap
    case $shape in
        pair) far=$server; configure "$server" "$tap" $far_address ;;
        clients) configure "$far" "$tap" $far_address ;;
        guest) add_guest; far_device=eth0 ;;
    esac
else
    far=$server
    near_address=198.18.0.2 far_address=$server_outside near_device=outside far_device=outside2
fi
until_true at "$near" ping -c 1 -W 1 "$far_address"

NEAR=$near FAR=$far NEAR_ADDRESS=$near_address FAR_ADDRESS=$far_address NEAR_DEVICE=$near_device FAR_DEVICE=$far_device \
    SERVER=$server SERVER_OUTSIDE=$server_outside SERVER_PIDS=${server_pids[*]} CLIENT_PIDS=${client_pids[*]} "$@"
