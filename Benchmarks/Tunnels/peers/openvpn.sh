# openvpn-tls: a TAP over TCP, TLS 1.3 with AES-128-GCM; openvpn-clear: the same without encryption of what it carries.
case $variant in
    tls) cipher=(--data-ciphers AES-128-GCM --cipher AES-128-GCM) ;;
    clear) cipher=(--data-ciphers none --cipher none --auth none) ;;
esac
fingerprint=$(openssl x509 -in "$TOOLS/cert.pem" -noout -fingerprint -sha256 | cut -d = -f 2)
both=(--dev "$tap" --dev-type tap --tun-mtu "$mtu" --tcp-nodelay --verb 1 --cert "$TOOLS/cert.pem" --key "$TOOLS/key.pem"
    --peer-fingerprint "$fingerprint" "${cipher[@]}")
serve() { start "$server" openvpn --proto tcp-server --local "$server_outside" --port 7000 --tls-server --dh none "${both[@]}"; }
dial() { start "$1" openvpn --proto tcp-client --remote "$server_outside" 7000 --nobind --tls-client "${both[@]}"; }
