"""A server in half an hour of ordinary life: clients join, leave, flood and idle, and nothing may be left of it.

    ETHERWS=PATH soak.py        MINUTES=30 CLIENTS=100 SCHEME=wss LOOPS=1 SANITIZE=address|thread

Eight of the clients are real ones, each on a host of its own. They stay, with flows that are checked byte by byte; two more real ones come
and go, ended in good order or killed. The others are guests of one process (`guest.py`). They come and go in tides: after each flood there is
an ebb in which all of them have left, and then the server must be as it was. It fails when

- a process ended, or a sanitizer had something to say,
- descriptors of the server did not return to their number before the guests came within 60 s, or a client that stays has more than before,
- resident memory grew by more than GROWTH KiB of the server (4096) or CLIENT_GROWTH of a client (2048) from the first third of the ebbs to the
  last, the least of each third being compared: what the allocator keeps varies, what leaks adds up. A sanitizer keeps what was freed, and is
  let do so,
- a stream of TCP was altered, cut or lost a byte, or a datagram was altered or came twice. Datagrams may be lost in a flood.
"""

import asyncio
import contextlib
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "stage"))

from network import Network
from process import Process

ETHERWS = os.path.realpath(os.environ.get("ETHERWS", ".build/release/etherws"))
MINUTES = float(os.environ.get("MINUTES", 30))
CLIENTS = int(os.environ.get("CLIENTS", 100))
SCHEME = os.environ.get("SCHEME", "wss")
LOOPS = os.environ.get("LOOPS", "1")
SANITIZER = os.environ.get("SANITIZE", "")
GROWTH = int(os.environ.get("GROWTH", 4096))
CLIENT_GROWTH = int(os.environ.get("CLIENT_GROWTH", 2048))
STAYING, COMMUTING = 8, 2
TIDE = min(max(MINUTES * 6, 20), 180)
# "secret", by bcrypt with a cost that suits a soak.
HASH = "$2y$05$6W2cX1cEBXqXiQSI1xXYJOMVbBRLYjLq2IHTxNyM8/v/r9zlNWjHG"
SANITIZERS = {
    "SWIFT_BACKTRACE": "enable=no",
    # OpenSSL has no frame pointers: only the slow way leads out of it, to the name that a leak is told by.
    "ASAN_OPTIONS": "detect_leaks=1:fast_unwind_on_malloc=0",
    "LSAN_OPTIONS": f"suppressions={HERE.parent.parent}/Tests/leaks.supp:print_suppressions=0",
}


class Fault(Exception):
    """What the soak is there to find."""


class Soak:
    def __init__(self, network, scratch):
        self.network = network
        self.scratch = pathlib.Path(scratch)
        self.flows = {}
        self.peak = 0
        self.is_ebbing = asyncio.Event()
        self.ebbs = []
        self.begin = time.monotonic()

    # The scene

    async def open(self):
        self._write_secrets()
        self.network.add("server", "198.18.0.1")
        self.network.add("crowd", "198.18.0.100")
        hosts = [f"client{number}" for number in range(1, 1 + STAYING + COMMUTING)]
        for number, host in enumerate(hosts, 2):
            self.network.add(host, f"198.18.0.{number}")
        self.server = await self._start("server", "listening", "server", "--address", "10.77.0.1/24", "--anti-spoofing", *self._server_options())
        self.staying = [await self._connect(number) for number in range(1, 1 + STAYING)]
        for number in range(STAYING + 1):
            await self._start_flow(number)
        for flow in self.flows.values():
            flow.say(b"go\n")
        guests = CLIENTS - STAYING - COMMUTING
        self.crowd = await self._script("crowd", "crowd.py", guests, "198.18.0.1", *self._crowd_options())

    def _write_secrets(self):
        names = [f"guest{number}" for number in range(1, CLIENTS + 1)] + [f"client{number}" for number in range(1, 100)]
        (self.scratch / "users").write_text("".join(f"{name}:{HASH}\n" for name in names))
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=soak"]
        files = ["-addext", "subjectAltName=IP:198.18.0.1", "-keyout", self.scratch / "key.pem", "-out", self.scratch / "cert.pem"]
        subprocess.run(command + files, check=True, stderr=subprocess.DEVNULL)

    def _server_options(self):
        # Who vanishes is noticed, and his port given up, within a tide.
        options = ["--htpasswd", self.scratch / "users", "--ping", "3", "--port-grace", "5"]
        tls = ["--keyfile", self.scratch / "key.pem", "--certfile", self.scratch / "cert.pem"]
        return options + (tls if SCHEME == "wss" else [])

    def _crowd_options(self):
        return [443, self.scratch / "cert.pem"] if SCHEME == "wss" else [80]

    async def _start(self, host, said, *arguments, password=""):
        # A sanitizer looks for leaks in ways that the sandbox forbids.
        sandbox = ["--sandbox", "off"] if SANITIZER else []
        loops = ["--loops", LOOPS] if arguments[0] == "server" else []
        command = self.network.command(host, ETHERWS, "--foreground", "--device", "tap0", *loops, *sandbox, *arguments)
        return await Process.start(host, command, said, password, SANITIZERS)

    async def _connect(self, number):
        trust = ["--cacerts", self.scratch / "cert.pem"] if SCHEME == "wss" else []
        login = ["--uri", f"{SCHEME}://198.18.0.1/", "--user", f"client{number}", "--ping", "3", *trust]
        arguments = ["client", "--address", f"10.77.0.{number + 1}/24", *login]
        return await self._start(f"client{number}", "connected", *arguments, password="secret")

    async def _script(self, host, script, *arguments):
        process = await asyncio.create_subprocess_exec(
            *self.network.command(host, sys.executable, HERE / script, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 24,
        )
        if (await process.stdout.readline()) != b"ready\n":
            raise Fault(f"{script} did not start")
        return process

    async def _start_flow(self, number):
        """The flows of a client that stays, or of the server, 0: each sends to the next; the odd ones to the server."""
        peer = 1 + (number + 2) % STAYING if number % 2 == 0 else 0
        host = f"client{number}" if number else "server"
        script = await self._script(host, "flows.py", number, f"10.77.0.{peer + 1}")
        self.flows[number] = Flow(peer, script)

    # The tides

    async def run(self):
        await asyncio.sleep(5)
        self.base = self._descriptors()
        watching = asyncio.create_task(self._watch())
        while time.monotonic() < self.begin + MINUTES * 60:
            tide = asyncio.create_task(self._tide())
            await asyncio.wait([tide, watching], return_when=asyncio.FIRST_COMPLETED)
            await (watching if watching.done() else tide)
        watching.cancel()
        await self._close()
        return self._judge()

    async def _tide(self):
        self.is_ebbing.clear()
        commuters = [asyncio.create_task(self._commute(STAYING + number)) for number in range(1, 1 + COMMUTING)]
        self._tell_crowd("flow")
        await asyncio.sleep(TIDE)
        self.is_ebbing.set()
        self._tell_crowd("ebb")
        await asyncio.gather(*commuters)
        did = json.loads(await asyncio.wait_for(self.crowd.stdout.readline(), 150))
        await self._until_all_have_left()
        # What is freed goes back to the system a second or two later.
        await asyncio.sleep(5)
        self.ebbs.append(self._memory())
        self._show("ebb", f"{sum(count for what, count in did.items() if what.startswith('status 101'))} joined so far")
        self.did = did

    async def _commute(self, number):
        """A real client comes and goes until the ebb."""
        while not self.is_ebbing.is_set():
            client = await self._connect(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.is_ebbing.wait(), random.uniform(1, 20))
            await client.stop(random.choice([signal.SIGTERM, signal.SIGKILL]))

    def _tell_crowd(self, word):
        self.crowd.stdin.write(word.encode() + b"\n")

    async def _until_all_have_left(self):
        for _ in range(600):
            if self._descriptors() == self.base:
                return
            await asyncio.sleep(0.1)
        counts = f"descriptors of the server and the clients were {self.base} and are {self._descriptors()} after all have left"
        connections = subprocess.run(self.network.command("server", "ss", "-Htnpo"), capture_output=True, text=True).stdout
        raise Fault(counts + "\n" + connections)

    # What is looked at

    def _memory(self):
        return [process.memory for process in [self.server, *self.staying]]

    def _descriptors(self):
        return [process.descriptors for process in [self.server, *self.staying]]

    async def _watch(self):
        while True:
            for _ in range(12):
                await asyncio.sleep(5)
                self._look()
            self._show("", f"{self.server.descriptors} descriptors, peak {self.peak} KiB")

    def _look(self):
        for process in [self.server, *self.staying]:
            if not process.is_running:
                raise Fault(f"{process.name} ended: " + "\n".join(process.lines[-5:]))
        self.peak = max(self.peak, self.server.memory)

    def _show(self, what, rest):
        memory, received = self._memory(), sum(flow.received for flow in self.flows.values())
        wrong = sum(len(flow.latest["wrong"]) for flow in self.flows.values() if flow.latest)
        print(
            f"{(time.monotonic() - self.begin) / 60:5.1f} min {what:3}  server {memory[0]:7} KiB, clients {min(memory[1:])}–{max(memory[1:])} KiB, "
            f"flows {received / 1e6:.0f} MB, {wrong} wrong, {rest}",
            flush=True,
        )

    # The end

    async def _close(self):
        for flow in self.flows.values():
            flow.say(b"end\n")
        await asyncio.sleep(10)
        for flow in self.flows.values():
            flow.say(b"end\n")
        await asyncio.wait_for(asyncio.gather(*(flow.reading for flow in self.flows.values())), 60)
        self.statuses = {process.name: await process.stop() for process in [*self.staying, self.server]}

    def _judge(self):
        """What went wrong, in sentences."""
        faults = [f"{name} ended with status {status}" for name, status in self.statuses.items() if status]
        for process in [self.server, *self.staying]:
            if process.suspicious:
                faults.append(f"{process.name} said:\n" + "\n".join(process.suspicious))
        faults += [fault for number, flow in self.flows.items() for fault in flow.faults(number, self.flows)]
        for process, growth in zip([self.server, *self.staying], self._growth()):
            bound = GROWTH if process is self.server else CLIENT_GROWTH
            if growth > bound and not SANITIZER:
                faults.append(f"{process.name} grew by {growth} KiB, more than {bound}")
        return faults

    def _growth(self):
        third = (len(self.ebbs) + 2) // 3
        first, last = (list(map(min, zip(*ebbs))) for ebbs in [self.ebbs[:third], self.ebbs[-third:]])
        return [after - before for before, after in zip(first, last)]

    def summary(self):
        sent, came = (sum(flow.latest[key] for flow in self.flows.values()) for key in ["datagrams_sent", "datagrams"])
        return (
            f"guests: {self.did}\n"
            f"server in each ebb: {[ebb[0] for ebb in self.ebbs]} KiB, peak {self.peak} KiB\n"
            f"flows: {sum(flow.received for flow in self.flows.values())} bytes of TCP intact; {came} of {sent} datagrams came\n"
            f"growth from the first third of the ebbs to the last, server and clients: {self._growth()} KiB"
        )


class Flow:
    """The flows of one host, as `flows.py` tells of them."""

    def __init__(self, peer, script):
        self.peer = peer
        self.script = script
        self.latest = None
        self.reading = asyncio.create_task(self._read())

    def say(self, word):
        self.script.stdin.write(word)

    async def _read(self):
        while line := await self.script.stdout.readline():
            self.latest = json.loads(line)

    @property
    def received(self):
        return sum(self.latest["received"].values()) if self.latest else 0

    def faults(self, number, flows):
        """- Parameter flows: of all hosts."""
        if not self.latest:
            return [f"the flows of {number} said nothing"]
        faults = [f"flows of {number}: {what}" for what in self.latest["wrong"]]
        if self.latest["twice"]:
            faults.append(f"flows of {number}: {self.latest['twice']} datagrams came twice")
        came = flows[self.peer].latest["received"].get(str(number), 0)
        if came != self.latest["sent"]:
            faults.append(f"{self.latest['sent']} bytes went from {number} to {self.peer}, and {came} came")
        return faults


async def main():
    with tempfile.TemporaryDirectory() as scratch, contextlib.closing(Network("soak")) as network:
        soak = Soak(network, scratch)
        try:
            await soak.open()
            faults = await soak.run()
            print(soak.summary())
        except Fault as fault:
            faults = [str(fault)]
    for fault in faults:
        print(f"soak: {fault}", file=sys.stderr)
    print("failed" if faults else "clean: memory and descriptors flat, every flow intact")
    return 1 if faults else 0


sys.exit(asyncio.run(main()))
