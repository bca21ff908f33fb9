# etherws-ws, etherws-wss, and etherws-foreign: wss, without the subprotocol that two of ours agree on.
tls=false subprotocol=
case $variant in
    wss) tls=true ;;
    foreign) tls=true subprotocol='?subprotocol=off' ;;
esac
etherws() { local host=$1; shift; start "$host" "$ETHERWS" --foreground --device "tap:$tap?mtu=$mtu" "$@"; }
serve() {
    if $tls; then
        etherws "$server" server --address "$server_outside" --port 7000 --keyfile "$TOOLS/key.pem" --certfile "$TOOLS/cert.pem"
    else
        etherws "$server" server --address "$server_outside" --port 7000
    fi
}
dial() {
    if $tls; then
        etherws "$1" client --uri "wss://$server_outside:7000/$subprotocol" --cacerts "$TOOLS/cert.pem"
    else
        etherws "$1" client --uri "ws://$server_outside:7000/"
    fi
}
