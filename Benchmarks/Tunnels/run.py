"""Measures all tunnels by turns, so that what the machine does meanwhile hits them alike, and keeps every sample in a file.

    run.py SAMPLES      goes on where the samples that are there end

Environment: ROUNDS (3), SECONDS_EACH, of each transfer (2), ONLY (names of scenarios or their beginnings, separated by commas), LIMIT
(seconds after which no further scenario is begun; the next call goes on), and what scene.sh needs.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
FULL = ["idle", "tcp1", "tcp4", "small", "memory"]
BULK = ["idle", "tcp1", "tcp4"]

# Peer, shape, MTU, tests.
SCENARIOS = [
    ("cable", "pair", 1500, BULK),
    ("limit-plain", "pair", 1500, FULL),
    ("limit-joined", "pair", 1500, FULL),
    ("etherws-ws", "pair", 1500, FULL),
    ("limit-tls", "pair", 1500, FULL),
    ("etherws-wss", "pair", 1500, FULL),
    ("etherws-foreign", "pair", 1500, BULK),
    ("openvpn-clear", "pair", 1500, FULL),
    ("openvpn-tls", "pair", 1500, FULL),
    ("tinc-tcp", "pair", 1500, FULL),
    ("limit-joined", "pair", 9000, BULK),
    ("etherws-ws", "pair", 9000, BULK),
    ("limit-tls", "pair", 9000, BULK),
    ("etherws-wss", "pair", 9000, BULK),
    ("etherws-ws", "clients", 1500, BULK),
    ("etherws-wss", "clients", 1500, BULK),
    ("etherws-ws", "guest", 1500, BULK),
    ("etherws-ws", "growth", 1500, []),
]


def name(peer, shape, mtu):
    return peer + ("" if mtu == 1500 else f"-{mtu}") + ("" if shape == "pair" else f"-{shape}")


def wanted(scenario):
    only = [part for part in os.environ.get("ONLY", "").split(",") if part]
    return not only or any(name(*scenario[:3]).startswith(part) for part in only)


def measured(path):
    """The rounds of the scenarios that are in the samples as a whole."""
    if not path.exists():
        return set()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return {(line["scenario"], line["round"]) for line in lines if line["test"] == "end"}


def measure(scenario, number):
    """The samples of one scenario, each with its origin; the last says whether all went well."""
    peer, shape, mtu, tests = scenario
    script = ["growth.py"] if shape == "growth" else ["measure.py", *tests]
    command = [HERE / "scene.sh", peer, "pair" if shape == "growth" else shape, str(mtu), sys.executable, HERE / script[0], *script[1:]]
    process = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in process.stdout.splitlines()]
    origin = {"scenario": name(peer, shape, mtu), "round": number}
    return [{**origin, **line} for line in lines + [{"test": "end", "status": process.returncode}]]


def main():
    path = pathlib.Path(sys.argv[1])
    begin, limit = time.monotonic(), float(os.environ.get("LIMIT", "inf"))
    scenarios = [scenario for scenario in SCENARIOS if wanted(scenario)]
    done, status = measured(path), 0
    for number in range(1, int(os.environ.get("ROUNDS", 3)) + 1):
        for scenario in scenarios:
            label = name(*scenario[:3])
            if (label, number) in done:
                continue
            if time.monotonic() - begin > limit:
                print("bench: there is more to measure; the same command goes on", flush=True)
                return 75
            print(f"bench: round {number}, {label}", flush=True)
            samples = measure(scenario, number)
            status = status or samples[-1]["status"]
            with path.open("a") as file:
                file.writelines(json.dumps(sample) + "\n" for sample in samples)
    return status


sys.exit(main())
