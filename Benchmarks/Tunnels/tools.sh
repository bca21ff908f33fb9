#!/bin/sh
# tools.sh FOLDER: builds the programs in C that the measurements need, and makes a throw-away certificate.
set -eu
cd "$(dirname "$0")"
folder=$1
mkdir -p "$folder"
compiler=$(command -v gcc || command -v clang)
options='-std=gnu11 -O3 -march=native -Wall -Wextra'
"$compiler" $options -o "$folder/limit" limit/*.c -lssl -lcrypto
"$compiler" $options -o "$folder/packets" load/packets.c
"$compiler" $options -o "$folder/crowd" load/crowd.c
if [ ! -f "$folder/key.pem" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=198.18.0.1 \
        -addext subjectAltName=IP:198.18.0.1 -keyout "$folder/key.pem" -out "$folder/cert.pem" 2> /dev/null
fi
