#!/bin/bash
# Joins two network namespaces, which know only each other's outer address, by an Ethernet of their own through a WebSocket.
#
#   ETHERWS=PATH demo.sh      .build/release/etherws by default
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
name=demo
. Scripts/namespaces.sh

north_inside=10.77.0.1 south_inside=10.77.0.2
password=$(openssl rand -hex 12)
current="preparing"

say() { printf '%s\n' "$*"; current=$*; }

finish() {
    local status=$?
    trap - EXIT
    if [ "$status" -ne 0 ] && [ "$status" -lt 128 ]; then
        { echo "demo: this went wrong: $current"; cat "$scratch/output" 2> /dev/null; } >&2 || true
    fi
    clean_up
    if [ "$status" -eq 0 ]; then echo "Done: processes, interfaces, namespaces and keys are gone again."; fi
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

make_certificates() {
    local key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
    openssl req -x509 "${key[@]}" -days 2 -subj "/CN=demo authority" -keyout "$scratch/ca.key" -out "$scratch/ca.pem"
    openssl req -new "${key[@]}" -subj "/CN=demo server" -keyout "$scratch/server.key" -out "$scratch/server.csr"
    openssl x509 -req -in "$scratch/server.csr" -CA "$scratch/ca.pem" -CAkey "$scratch/ca.key" -CAcreateserial \
        -days 2 -extfile <(echo "subjectAltName = IP:$north_outside") -out "$scratch/server.pem"
}

start_server() {
    at "$north" "$etherws" server --keyfile "$scratch/server.key" --certfile "$scratch/server.pem" \
        --htpasswd "$scratch/users" --address "$north_inside/24" --up > "$scratch/output" 2>&1
}

start_client() {
    printf '%s\n' "$1" | at "$south" "$etherws" client --uri "wss://$north_outside/" --user alice \
        --cacerts "$scratch/ca.pem" --address "$south_inside/24" --up > "$scratch/output" 2>&1
}

# ping_from NAMESPACE ADDRESS: prints the average round trip.
ping_from() {
    at "$1" ping -c 5 -i 0.2 -W 2 -q "$2" > "$scratch/output" 2>&1
    awk -F / '/^rtt/ { print $5 " ms" }' "$scratch/output"
}

# Prints the rate. The server says nothing when it is ready to serve, so the client tries again.
transfer() {
    local tries
    at "$north" iperf3 --server --one-off --bind "$north_inside" > /dev/null 2>&1 < /dev/null &
    for tries in {1..20}; do
        if at "$south" iperf3 --client "$north_inside" --time 3 > "$scratch/output" 2>&1; then
            awk '/receiver/ { print $7, $8 }' "$scratch/output"
            return 0
        fi
        sleep 0.1
    done
    return 1
}

say "Two hosts, north and south, and a cable between $north_outside and $south_outside."
make_networks > "$scratch/output" 2>&1
say "A throw-away authority signs a certificate for $north_outside, and alice gets a password."
make_certificates > "$scratch/output" 2>&1
printf '%s\n' "$password" | htpasswd -csi "$scratch/users" alice > "$scratch/output" 2>&1

say "north\$ etherws server --keyfile … --certfile … --htpasswd … --address $north_inside/24 --up"
start_server
say "south\$ etherws client --uri wss://$north_outside/ --user alice --cacerts … --address $south_inside/24 --up"
current="a wrong password was not refused"
status=0
start_client "wrong" || status=$?
[ "$status" -eq 77 ]
say "  with a wrong password: $(cat "$scratch/output")"
current="the right password was not accepted"
start_client "$password"
say "  with the right one: connected, and gone to the background."

current="ping from north to south"
time=$(ping_from "$north" "$south_inside")
say "ping north → south: $time on average"
current="ping from south to north"
time=$(ping_from "$south" "$north_inside")
say "ping south → north: $time on average"
current="an iperf3 transfer from south to north"
rate=$(transfer)
say "iperf3 south → north, TCP through TLS: $rate"
