#!/bin/sh
# setup.sh [tests | bench]
#
# Installs what building and the demo need and is not there yet; with `tests` the tests' tools, proxies and foreign peers as well,
# and with `bench` the tunnels that ours is measured beside. Does nothing when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-}
# Headers and tools to build with, and what the demo uses.
packages='binutils libssl-dev libcrypt-dev libseccomp-dev zlib1g-dev pkg-config
    iproute2 iputils-ping iperf3 openssl apache2-utils util-linux python3 python3-venv'
case $purpose in
    # Proxies are started by the tests themselves.
    tests) packages="$packages tcpdump telnet ethtool faketime nginx-light haproxy squid tinyproxy microsocks" ;;
    bench) packages="$packages ethtool openvpn tinc" ;;
esac

# Those of them that bring a service of this name.
services='nginx haproxy squid tinyproxy microsocks'

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
    # Of a server only the program is wanted: no service is to start now (policy-rc.d), and none at boot that was not there before.
    policy=/usr/sbin/policy-rc.d
    own_policy=
    if [ ! -e "$policy" ]; then
        own_policy=$policy
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" > /dev/null
        $as_root chmod 755 "$policy"
    fi
    outcome=0
    {
        $as_root apt-get update &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
    } > "$log" 2>&1 < /dev/null || outcome=1
    [ -z "$own_policy" ] || $as_root rm -f "$own_policy"
    for package in $missing; do
        service=${package%-light}
        case " $services " in
            *" $service "*) $as_root update-rc.d "$service" disable >> "$log" 2>&1 || true ;;
        esac
    done
    [ "$outcome" = 0 ] || cat "$log" >&2
    rm -f "$log"
    [ "$outcome" = 0 ] || exit 1
fi

[ "$purpose" = tests ] || exit 0

# The peers are other people's WebSocket programs: the tests do without if they cannot be had.
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
