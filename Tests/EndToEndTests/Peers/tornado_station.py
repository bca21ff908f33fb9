"""The client of the package `tornado` with a TAP, as the original had it from version 0.7 on: `tornado_station.py … NAME ADDRESS`."""

import asyncio
import sys

from lines import Options, say
from station import Station
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect


async def main():
    name, address = sys.argv[-2:]
    del sys.argv[-2:]
    options = Options()
    peer = await websocket_connect(HTTPRequest(options.uri, ssl_options=options.client_tls))
    station = Station(name, address)
    loop = asyncio.get_running_loop()
    loop.add_reader(station.tap, lambda: peer.write_message(station.read(), binary=True))
    say("ready")
    while (message := await peer.read_message()) is not None:
        station.take(message)


asyncio.run(main())
