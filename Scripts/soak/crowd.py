"""Many guests: `crowd.py COUNT SERVER PORT [AUTHORITY]`, with an authority for TLS, on the host that has the interface `outside`.

Commands are lines: `flow` has them come, `ebb` has all of them leave, and is answered by what they did, in JSON.
"""

import asyncio
import collections
import json
import logging
import ssl
import sys

from guest import Guest


class Scene:
    """What guests share."""

    def __init__(self, host, port, authority=None):
        tls = None
        if authority:
            tls = ssl.create_default_context(cafile=authority)
        self.server = (host, int(port), tls)
        self.is_ebbing = asyncio.Event()
        self.counts = collections.Counter()

    async def set_address(self, address, command):
        process = await asyncio.create_subprocess_exec(
            "ip", "address", command, f"{address}/16", "dev", "outside", stderr=asyncio.subprocess.DEVNULL
        )
        await process.wait()


async def main(count, *server):
    loop, scene = asyncio.get_running_loop(), Scene(*server)
    # What a broken connection leaves behind is of no interest.
    loop.set_exception_handler(lambda *_: None)
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    guests = [Guest(number, f"198.18.{1 + number // 200}.{1 + number % 200}", scene) for number in range(1, count + 1)]
    for guest in guests:
        await scene.set_address(guest.address, "add")
    print("ready", flush=True)
    living = []
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if line == "flow":
            scene.is_ebbing.clear()
            living = [asyncio.create_task(guest.live()) for guest in guests]
        elif line == "ebb":
            scene.is_ebbing.set()
            await asyncio.gather(*living, return_exceptions=True)
            print(json.dumps(scene.counts), flush=True)


asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
