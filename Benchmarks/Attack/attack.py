"""How much somebody with a login can slow others' pings down by flooding.

    ETHERWS=PATH attack.py        ROUNDS=3 SCHEME=wss KINDS=tiny,many POLICY=recommended,default COUNT=600

A server, a victim and a bystander, with real clients, and an attacker (`attacker.py`), each on a host of its own. Without a flood, and then
in one, the victim pings the server's interface, and where clients may reach each other the bystander. Printed are the medians over the rounds of
the 50th and the 99th percentile, in milliseconds, how the 99th of the flood relates to that without, and what the attacker got rid of.

The server has a processor to itself. Everybody else shares the others; where there are but two, the attacker has what the victim leaves:
in truth he has a machine of his own. What he sends is still carried on the victim's processor, so he has a line of 1 Gbit/s, and opens 2,000
connections a second. What is left of that is shown by the floods that end in `elsewhere`: to a process beside the server, which throws
everything away when nobody else wants the processor. Fails when another exceeds RATIO (unset: never) and is worse than those that came before,
each of three times.
"""

import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent.parent / "Scripts" / "stage"))

from network import Network

ETHERWS = os.path.realpath(os.environ.get("ETHERWS", ".build/release/etherws"))
SCHEME = os.environ.get("SCHEME", "wss")
ROUNDS = int(os.environ.get("ROUNDS", 3))
COUNT = int(os.environ.get("COUNT", 600))
RATIO = float(os.environ.get("RATIO", "inf"))
POLICIES = {
    "recommended": "--isolate --anti-spoofing --max-addresses 8 --tags none --ethertypes ipv4,ipv6,arp --broadcast-rate 100/200 --rate 100M --frame-rate 20k --max-per-user 4".split(),
    "default": [],
}
KINDS = "unknown broadcast sources tiny large victim runts pings fragments deaf handshakes logins many many-pings elsewhere many-elsewhere handshakes-elsewhere".split()
# "secret", by bcrypt as htpasswd does unless told otherwise.
HASH = "$2y$05$6W2cX1cEBXqXiQSI1xXYJOMVbBRLYjLq2IHTxNyM8/v/r9zlNWjHG"
LINE = "qdisc add dev outside root tbf rate 1gbit burst 256k latency 20ms"
TRIES = 3
CORES = sorted(os.sched_getaffinity(0))


def on_core(number, *command):
    return ["taskset", "--cpu-list", str(CORES[min(number, len(CORES) - 1)]), *map(str, command)]


class Stage:
    """Server, victim and bystander, whose tunnels stand."""

    def __init__(self, network, scratch, options):
        self.network = network
        self.scratch = scratch
        tls = ["--keyfile", scratch / "key.pem", "--certfile", scratch / "cert.pem"] if SCHEME == "wss" else []
        self.processes = []
        self.start("server", 0, "server", "--htpasswd", scratch / "users", *tls, *options)
        trust = ["--cacerts", scratch / "cert.pem"] if SCHEME == "wss" else []
        for host in ["victim", "bystander"]:
            self.start(host, 1, "client", "--uri", f"{SCHEME}://198.18.0.1/", "--user", host, *trust)
        for number, host in enumerate(["server", "victim", "bystander"], 1):
            network.on(host, "link", "set", "tap0", "address", f"0a:00:00:00:00:0{number}", "up")
            network.on(host, "address", "add", f"10.77.0.{number}/24", "dev", "tap0")

    def start(self, host, core, *arguments):
        """Waits until it is ready.

        In the foreground, because a session of its own would be a group of its own to the scheduler, among which `chrt --idle` has no meaning.
        """
        command = on_core(core, ETHERWS, "--foreground", "--device", "tap0", *arguments)
        notices = self.scratch / "notices"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified, open(self.scratch / "log", "a") as log:
            notified.bind(str(notices))
            notified.settimeout(20)
            process = subprocess.Popen(
                self.network.command(host, *command), stdin=subprocess.PIPE, stderr=log, env={**os.environ, "NOTIFY_SOCKET": str(notices)}
            )
            self.processes.append(process)
            process.stdin.write(b"secret\n")
            process.stdin.close()
            while b"READY=1" not in notified.recv(4096):
                pass
        notices.unlink()

    def ping(self, address):
        """The round trips, in milliseconds; what was lost is longer than all others."""
        command = on_core(1, sys.executable, HERE / "pinger.py", address, COUNT, "0.004")
        output = subprocess.run(self.network.command("victim", *command), capture_output=True, text=True, check=True).stdout
        return sorted(1000.0 if time == "lost" else float(time) for time in output.split())

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()


class Flood:
    """The attacker, who waits for his time."""

    def __init__(self, network, scratch, kind):
        port = ["443", scratch / "cert.pem"] if SCHEME == "wss" else ["80"]
        # Among others on one processor he gets what they leave.
        polite = ["chrt", "--idle", "0"] if len(CORES) < 4 else []
        command = on_core(3, *polite, sys.executable, HERE / "attacker.py", kind, "198.18.0.1", *port)
        sink = network.command("server", *on_core(0, "chrt", "--idle", "0", sys.executable, HERE / "sink.py"))
        self.sink = subprocess.Popen(sink, stdout=subprocess.PIPE) if kind.endswith("elsewhere") else None
        if self.sink:
            self.sink.stdout.readline()
        self.process = subprocess.Popen(network.command("attacker", *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        time.sleep(1)

    def __enter__(self):
        self.say("go")
        time.sleep(0.5)
        self.begin = time.monotonic()

    def __exit__(self, *_):
        self.say("stop")
        _, count, attempts = self.process.stdout.readline().split()
        seconds = time.monotonic() - self.begin
        self.rate = f"{int(count) * 8e-6 / seconds:.0f} Mbit/s" if int(count) else f"{int(attempts) / seconds:.0f}/s"
        time.sleep(0.5)

    def say(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def end(self):
        for process in filter(None, [self.process, self.sink]):
            process.kill()
            process.wait()


def percentiles(rounds):
    """Of each round the 50th and the 99th; of these the medians."""
    halves = [times[len(times) // 2] for times in rounds]
    ends = [times[len(times) * 99 // 100] for times in rounds]
    return statistics.median(halves), statistics.median(ends)


def measure(stage, flood, address):
    # Not by turns: what a flood has left in the server's socket may take it seconds to read.
    idle = [stage.ping(address) for _ in range(ROUNDS)]
    with flood:
        flooded = [stage.ping(address) for _ in range(ROUNDS)]
    return percentiles(idle), percentiles(flooded)


def write_secrets(scratch):
    (scratch / "users").write_text("".join(f"{name}:{HASH}\n" for name in ["victim", "bystander", "mallory"]))
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=attack"]
    files = ["-addext", "subjectAltName=IP:198.18.0.1", "-keyout", scratch / "key.pem", "-out", scratch / "cert.pem"]
    subprocess.run(command + files, check=True, stderr=subprocess.DEVNULL)


def measure_flood(network, scratch, policy, kind):
    """Prints what a flood does to pings to each peer; returns the peers, with the 99th percentiles without the flood and in it."""
    stage, flood, rows = Stage(network, scratch, POLICIES[policy]), None, []
    try:
        flood = Flood(network, scratch, kind)
        for peer, address in [("server", "10.77.0.1")] + ([("client", "10.77.0.3")] if policy == "default" else []):
            (half, end), (flooded_half, flooded_end) = measure(stage, flood, address)
            rows.append((peer, end, flooded_end))
            print(
                f"{policy:12} {kind:20} {peer:9} {half:8.3f} {end:6.3f} {flooded_half:11.3f} {flooded_end:6.3f} "
                f"{flooded_end / end:6.2f}  {flood.rate}",
                flush=True,
            )
    finally:
        if flood:
            flood.end()
        stage.close()
    return rows


def find_excess(network, scratch, policy, kind, machine):
    """What exceeds RATIO, and the 99th percentile that the machine comes to by itself, each time that it is measured.

    A flood that makes others wait does so each time. What makes them wait now and then is the machine, whose processors are not only ours.
    """
    for _ in range(TRIES):
        rows = measure_flood(network, scratch, policy, kind)
        excesses = [
            f"{kind} to the {peer}: {flooded:.3f} ms, {flooded / alone:.2f} times what it is alone"
            for peer, alone, flooded in rows
            if flooded > max(RATIO * alone, machine)
        ]
        if kind.endswith("elsewhere"):
            return [], max([machine] + [flooded for _, _, flooded in rows])
        if not excesses:
            break
    return excesses, machine


def main():
    kinds = os.environ.get("KINDS", ",".join(KINDS)).split(",")
    machine, excesses = 0, []
    network = Network("attack")
    try:
        with tempfile.TemporaryDirectory() as directory:
            scratch = pathlib.Path(directory)
            write_secrets(scratch)
            for number, host in enumerate(["server", "victim", "bystander", "attacker"], 1):
                network.add(host, f"198.18.0.{number}")
            subprocess.run(network.command("attacker", "tc", *LINE.split()), check=True)
            print(f"{'policy':12} {'flood':20} {'to':9} {'idle p50':>8} {'p99':>6} {'flooded p50':>11} {'p99':>6} {'ratio':>6}  attacker", flush=True)
            for policy in os.environ.get("POLICY", "recommended,default").split(","):
                for kind in kinds:
                    found, machine = find_excess(network, scratch, policy, kind, machine)
                    excesses += found
    finally:
        network.close()
    return "\n".join(excesses) if excesses else 0


sys.exit(main())
