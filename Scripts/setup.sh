#!/bin/sh
# setup.sh [bench]
#
# Installs what building, testing and the demo need and is not there yet, and with `bench` the tunnels that ours is measured
# beside. Does nothing when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

# Headers and tools to build with; tools that the tests and the demo use; Python for the foreign peers of the tests.
packages='libssl-dev libcrypt-dev libseccomp-dev zlib1g-dev pkg-config
    iproute2 iputils-ping iperf3 openssl apache2-utils tcpdump telnet util-linux ethtool
    python3 python3-venv'
if [ "${1:-}" = bench ]; then packages="$packages openvpn tinc"; fi

missing=
if command -v dpkg-query > /dev/null; then
    for package in $packages; do
        status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2> /dev/null || true)
        [ "$status" = installed ] || missing="$missing $package"
    done
elif ! pkg-config --exists openssl zlib 2> /dev/null; then
    echo "setup: this is no Debian: please install the headers of OpenSSL and zlib, and pkg-config" >&2
    exit 1
fi

as_root=
if [ -n "$missing" ] && [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    if ! command -v sudo > /dev/null; then
        echo "setup: please install, as root:$missing" >&2
        exit 1
    fi
fi

if [ -n "$missing" ]; then
    echo "setup: installing$missing"
    log=$(mktemp)
    if ! {
        $as_root apt-get update &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
    } > "$log" 2>&1 < /dev/null; then
        cat "$log" >&2
        rm -f "$log"
        exit 1
    fi
    rm -f "$log"
fi

# The peers are other people's WebSocket programs: only the tests use them, and do without if they cannot be had.
requirements=Tests/EndToEndTests/Peers/requirements.txt
environment=.build/peers-venv
if [ -f "$requirements" ] && ! cmp -s "$requirements" "$environment/requirements.txt"; then
    echo "setup: installing the peers of $requirements into $environment"
    mkdir -p .build
    if python3 -m venv --clear "$environment" &&
        "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"; then
        cp "$requirements" "$environment/requirements.txt"
    else
        echo "setup: the peers are not there; the tests that need them will say so" >&2
    fi
fi
