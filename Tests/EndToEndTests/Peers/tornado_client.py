"""The client of the package `tornado`."""

import asyncio

from lines import Options, commands_async, say
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect


async def receive(peer):
    while (message := await peer.read_message()) is not None:
        say("frame" if isinstance(message, bytes) else "text", message)
    say("closed", peer.close_code)


async def obey(peer):
    async for command, detail in commands_async():
        if command == "send":
            await peer.write_message(bytes.fromhex(detail), binary=True)
        elif command == "ping":
            peer.ping(bytes.fromhex(detail))
        elif command == "close":
            peer.close(1000)


async def main():
    options = Options()
    user, password = options.name_and_password or (None, None)
    request = HTTPRequest(
        options.uri, auth_username=user, auth_password=password, ssl_options=options.client_tls
    )
    try:
        peer = await websocket_connect(request)
    except HTTPClientError as error:
        return say("refused", error.code)
    peer.on_pong = lambda payload: say("pong", payload)
    say("ready")
    await asyncio.gather(receive(peer), obey(peer))


asyncio.run(main())
