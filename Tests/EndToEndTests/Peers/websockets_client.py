"""The client of the package `websockets`."""

import asyncio

from lines import Options, commands_async, say
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus


async def receive(peer):
    try:
        async for message in peer:
            say("frame" if isinstance(message, bytes) else "text", message)
    except ConnectionClosed:
        pass
    say("closed", peer.close_code)


async def obey(peer):
    async for command, detail in commands_async():
        if command == "send":
            await peer.send(bytes.fromhex(detail))
        elif command == "ping":
            await (await peer.ping(bytes.fromhex(detail)))
            say("pong", detail)
        elif command == "close":
            await peer.close()


async def main():
    options = Options()
    headers = {"Authorization": options.authorization} if options.user else {}
    try:
        peer = await connect(options.uri, ssl=options.client_tls, additional_headers=headers, max_queue=None)
    except InvalidStatus as error:
        return say("refused", error.response.status_code)
    say("compressed", "yes" if peer.protocol.extensions else "no")
    say("ready")
    await asyncio.gather(receive(peer), obey(peer))


asyncio.run(main())
