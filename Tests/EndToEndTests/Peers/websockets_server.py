"""The server of the package `websockets`."""

import asyncio

from lines import Options, commands_async, say
from websockets.asyncio.server import basic_auth, serve
from websockets.exceptions import ConnectionClosed

peers = []


async def receive(peer):
    peers.append(peer)
    say("compressed", "yes" if peer.protocol.extensions else "no")
    say("open")
    try:
        async for message in peer:
            say("frame" if isinstance(message, bytes) else "text", message)
    except ConnectionClosed:
        pass
    say("closed", peer.close_code)


async def obey():
    async for command, detail in commands_async():
        if command == "send":
            await peers[-1].send(bytes.fromhex(detail))
        elif command == "ping":
            await (await peers[-1].ping(bytes.fromhex(detail)))
            say("pong", detail)
        elif command == "close":
            await peers[-1].close()


async def main():
    options = Options()
    guard = basic_auth("peer", credentials=options.name_and_password) if options.user else None
    settings = dict(ssl=options.server_tls, process_request=guard, max_queue=None, max_size=options.longest)
    async with serve(receive, None, options.port, **settings):
        say("ready")
        await obey()


asyncio.run(main())
