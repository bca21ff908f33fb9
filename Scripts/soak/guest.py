"""One client of the crowd: a WebSocket without an interface, who comes, does something, and leaves."""

import asyncio
import base64
import os
import random
import socket
import struct

import frames

REQUEST = (
    "GET / HTTP/1.1\r\nHost: soak\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Basic {}\r\n\r\n"
)


class Guest:
    """At an address of its own.

    Whatever fails is the end of a visit and no more: the server may refuse or leave a guest at any time.
    """

    def __init__(self, number, address, scene):
        self.address = address
        self.scene = scene
        self.name = f"guest{number}"
        self.mac = b"\x0a" + struct.pack("!xI", number)
        self.is_deaf = False
        self.writer = None

    async def live(self):
        """Visits again and again, until the tide turns."""
        while not self.scene.is_ebbing.is_set():
            visit = self._choose()
            try:
                await asyncio.wait_for(visit(), 120)
            except (OSError, EOFError, asyncio.TimeoutError, ValueError):
                self.scene.counts["cut short"] += 1
            self._abort()
            await self._wait(random.uniform(0, 2))

    def _choose(self):
        kinds = [self._idle, self._talk, self._flood, self._listen_slowly, self._violate, self._knock, self._guess]
        return random.choices(kinds, [30, 25, 20, 8, 5, 6, 6])[0]

    async def _wait(self, seconds):
        """Waits so long, or until everybody leaves."""
        try:
            await asyncio.wait_for(self.scene.is_ebbing.wait(), seconds)
        except asyncio.TimeoutError:
            pass

    async def _dial(self):
        host, port, tls = self.scene.server
        self.reader, self.writer = await asyncio.open_connection(
            host, port, ssl=tls, server_hostname=host if tls else None, local_addr=(self.address, 0), limit=1 << 16
        )

    async def _join(self, password="secret"):
        await self._dial()
        login = base64.b64encode(f"{self.name}:{password}".encode()).decode()
        self.writer.write(REQUEST.format(login).encode())
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 30)
        self.scene.counts["status " + head[9:12].decode()] += 1
        if not head.startswith(b"HTTP/1.1 101"):
            raise ValueError("not admitted")
        self.is_deaf = False
        self.listening = asyncio.create_task(self._listen())

    async def _listen(self):
        """Reads, and looks at nothing."""
        try:
            while await self.reader.read(1 << 16):
                while self.is_deaf:
                    await asyncio.sleep(0.1)
        except (OSError, EOFError, ValueError):
            pass

    async def _say(self, content):
        self.writer.write(content)
        await self.writer.drain()

    # What guests do.

    async def _idle(self):
        await self._join()
        for _ in range(random.randint(1, 20)):
            # Nobody pings here; a pong that nobody asked for is as much a sign of life (RFC 6455 §5.5.3).
            await self._say(frames.message(b"", frames.PONG))
            await self._wait(2)
        await self._leave()

    async def _talk(self):
        await self._join()
        for _ in range(random.randint(20, 200)):
            peer = b"\x0a" + struct.pack("!xI", random.randint(1, 100))
            await self._say(frames.message(frames.frame(self.mac, peer, random.randint(60, 1500))))
            await self._wait(0.1)
        await self._leave()

    async def _flood(self):
        kind = random.choice(list(frames.FLOODS))
        await self._join()
        for _ in range(random.randint(5, 30)):
            await self._say(frames.FLOODS[kind](self.mac))
            await self._wait(random.uniform(0.02, 0.2))
        self.scene.counts[kind] += 1
        await self._leave()

    async def _listen_slowly(self):
        """Asks for much, and reads none of it."""
        await self._join()
        self.is_deaf = True
        for _ in range(20):
            self.writer.write(frames.FLOODS["pings"](self.mac))
            await self._wait(0.3)
        self.scene.counts["deaf"] += 1

    async def _violate(self):
        await self._join()
        await self._say(random.choice(frames.VIOLATIONS))
        await self._wait(0.5)
        self.scene.counts["violations"] += 1

    async def _knock(self):
        """Begins a request, or sends nonsense, and waits."""
        await self._dial()
        await self._say(random.choice([b"GET / HT", os.urandom(500), b"POST / HTTP/1.1\r\n\r\n", b""]))
        await self._wait(random.uniform(0, 4))
        self.scene.counts["knocks"] += 1

    async def _guess(self):
        await self._join(password="wrong")

    # How they leave.

    async def _leave(self):
        await random.choices([self._close, self._reset, self._vanish, self._end], [40, 25, 15, 20])[0]()

    async def _close(self):
        await self._say(frames.message(b"\x03\xe8", frames.CLOSE))
        await asyncio.wait_for(self.listening, 10)
        self.scene.counts["left"] += 1

    async def _end(self):
        """Ends the connection in the middle of a message."""
        await self._say(frames.message(frames.frame(self.mac))[:-20])
        self.writer.close()
        self.scene.counts["ended"] += 1

    async def _reset(self):
        self._abort()
        self.scene.counts["reset"] += 1

    async def _vanish(self):
        """Without a word: its address is gone first."""
        self.scene.counts["vanished"] += 1
        await self.scene.set_address(self.address, "del")
        self._abort()
        try:
            await self._wait(random.uniform(5, 20))
        finally:
            await self.scene.set_address(self.address, "add")

    def _abort(self):
        if self.writer is None:
            return
        connection = self.writer.get_extra_info("socket")
        if connection is not None and connection.fileno() >= 0:
            # With a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.writer = None
