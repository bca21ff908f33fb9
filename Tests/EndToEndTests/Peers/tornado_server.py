"""The server of the package `tornado`."""

import asyncio

from lines import Options, commands_async, say
from tornado.httpserver import HTTPServer
from tornado.web import Application
from tornado.websocket import WebSocketHandler

options = Options()
peers = []


class Handler(WebSocketHandler):
    def prepare(self):
        if options.user and self.request.headers.get("Authorization") != options.authorization:
            self.set_header("WWW-Authenticate", 'Basic realm="peer"')
            self.send_error(401)

    def open(self):
        peers.append(self)
        say("open")

    def on_message(self, message):
        say("frame" if isinstance(message, bytes) else "text", message)

    def on_pong(self, data):
        say("pong", data)

    def on_close(self):
        say("closed", self.close_code)


async def main():
    HTTPServer(Application([("/", Handler)]), ssl_options=options.server_tls).listen(options.port)
    say("ready")
    async for command, detail in commands_async():
        if command == "send":
            await peers[-1].write_message(bytes.fromhex(detail), binary=True)
        elif command == "ping":
            peers[-1].ping(bytes.fromhex(detail))
        elif command == "close":
            peers[-1].close(1000)


asyncio.run(main())
