"""The client of the package `websocket-client` with a TAP, as the original had it: `websocket_station.py … NAME ADDRESS`."""

import sys
import threading

import websocket
from lines import Options, say
from station import Station


def send_all(station, peer):
    while True:
        peer.send_binary(station.read())


def main():
    name, address = sys.argv[-2:]
    del sys.argv[-2:]
    options = Options()
    tls = {"context": options.client_tls} if options.client_tls else None
    peer = websocket.create_connection(options.uri, sslopt=tls, enable_multithread=True)
    station = Station(name, address)
    threading.Thread(target=send_all, args=[station, peer], daemon=True).start()
    say("ready")
    while True:
        station.take(peer.recv())


main()
