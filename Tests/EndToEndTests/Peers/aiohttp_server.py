"""The server of the package `aiohttp`, which agrees to compression."""

import asyncio

from aiohttp import WSMsgType, web
from lines import Options, commands_async, say

peers = []


async def serve(request):
    options = request.app["options"]
    if options.user and request.headers.get("Authorization") != options.authorization:
        raise web.HTTPUnauthorized()
    # Without `autoping` it would keep pongs to itself; then pings are ours to answer, and none comes in 15 s.
    peer = web.WebSocketResponse(compress=True, max_msg_size=0, autoping=False)
    await peer.prepare(request)
    peers.append(peer)
    say("compressed", "yes" if peer.compress else "no")
    say("open")
    async for message in peer:
        if message.type == WSMsgType.PONG:
            say("pong", message.data)
        elif message.type in (WSMsgType.BINARY, WSMsgType.TEXT):
            say("frame" if message.type == WSMsgType.BINARY else "text", message.data)
    say("closed", peer.close_code)
    return peer


async def obey():
    async for command, detail in commands_async():
        if command == "send":
            await peers[-1].send_bytes(bytes.fromhex(detail))
        elif command == "ping":
            await peers[-1].ping(bytes.fromhex(detail))
        elif command == "close":
            await peers[-1].close()


async def main():
    options = Options()
    app = web.Application()
    app["options"] = options
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, None, options.port, ssl_context=options.server_tls).start()
    say("ready")
    await obey()
    await runner.cleanup()


asyncio.run(main())
