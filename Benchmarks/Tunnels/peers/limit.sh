# limit-plain, limit-joined, limit-tls: our program that shows what the machine can do.
serve() { start "$server" "$TOOLS/limit" "$variant" server "$tap" "$server_outside" 7000 "$TOOLS/cert.pem" "$TOOLS/key.pem"; }
dial() { start "$1" "$TOOLS/limit" "$variant" client "$tap" "$server_outside" 7000; }
