"""The client of the package `aiohttp`, which offers compression."""

import asyncio

from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError
from lines import Options, commands_async, say


async def receive(peer):
    async for message in peer:
        if message.type == WSMsgType.PONG:
            say("pong", message.data)
        elif message.type in (WSMsgType.BINARY, WSMsgType.TEXT):
            say("frame" if message.type == WSMsgType.BINARY else "text", message.data)
    if peer.close_code is not None:
        say("closed", peer.close_code)


async def obey(peer):
    async for command, detail in commands_async():
        if command == "send":
            await peer.send_bytes(bytes.fromhex(detail))
        elif command == "ping":
            await peer.ping(bytes.fromhex(detail))
        elif command == "close":
            await peer.close()
            say("closed", peer.close_code)


async def main():
    options = Options()
    headers = {"Authorization": options.authorization} if options.user else {}
    async with ClientSession(headers=headers) as session:
        try:
            # Without `autoping` it would keep pongs to itself; then pings are ours to answer, and none comes in 15 s.
            peer = await session.ws_connect(
                options.uri, ssl=options.client_tls or True, compress=15, max_msg_size=0, autoping=False
            )
        except WSServerHandshakeError as error:
            return say("refused", error.status)
        say("compressed", "yes" if peer.compress else "no")
        say("ready")
        await asyncio.gather(receive(peer), obey(peer))


asyncio.run(main())
