# tinc-tcp: tinc 1.0 as a switch over TCP.
write_configuration() {
    local folder=$scratch/$1
    mkdir -p "$folder/hosts"
    printf 'Name = %s\nMode = switch\nDeviceType = tap\nInterface = %s\nAddressFamily = ipv4\n%s' "$1" "$tap" "$2" > "$folder/tinc.conf"
    printf '#!/bin/sh\n' > "$folder/tinc-up"
    chmod +x "$folder/tinc-up"
    openssl genrsa -traditional -out "$folder/rsa_key.priv" 2048 2> /dev/null
    printf 'TCPOnly = yes\nCipher = aes-128-cbc\nDigest = sha256\n%s' "$3" > "$folder/hosts/$1"
    openssl rsa -in "$folder/rsa_key.priv" -RSAPublicKey_out 2> /dev/null >> "$folder/hosts/$1"
}
serve() {
    write_configuration one '' "Address = $server_outside 7000"$'\nPort = 7000\n'
    write_configuration two $'ConnectTo = one\n' ''
    cp "$scratch/one/hosts/one" "$scratch/two/hosts/"
    cp "$scratch/two/hosts/two" "$scratch/one/hosts/"
    start "$server" tincd -D -c "$scratch/one" --pidfile "$scratch/one.pid"
}
dial() { start "$1" tincd -D -c "$scratch/two" --pidfile "$scratch/two.pid"; }
