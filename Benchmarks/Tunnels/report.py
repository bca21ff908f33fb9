"""Writes the medians of all samples as tables and plots: `report.py SAMPLES REPORT PLOTS`, a file, a file and a folder."""

import collections
import json
import pathlib
import os
import platform
import re
import statistics
import subprocess
import sys

import plot

DIRECTIONS = ["up", "down"]
NAMES = {
    "cable": "no tunnel",
    "limit-plain": "limit, a system call a frame",
    "limit-joined": "limit",
    "limit-tls": "limit, TLS 1.3",
    "etherws-ws": "etherws, ws",
    "etherws-wss": "etherws, wss",
    "etherws-foreign": "etherws, wss, foreign peer",
    "openvpn-clear": "OpenVPN, not encrypted",
    "openvpn-tls": "OpenVPN, AES-128-GCM",
    "tinc-tcp": "tinc",
    "limit-joined-9000": "limit",
    "etherws-ws-9000": "etherws, ws",
    "limit-tls-9000": "limit, TLS 1.3",
    "etherws-wss-9000": "etherws, wss",
    "etherws-ws-clients": "etherws, ws, client to client",
    "etherws-wss-clients": "etherws, wss, client to client",
    "etherws-ws-guest": "etherws, ws, to a guest behind a bridge",
}
TUNNELS = list(NAMES)[:10]
LARGE = list(NAMES)[10:14]
SHAPES = ["etherws-ws", "etherws-ws-guest", "etherws-ws-clients", "etherws-wss", "etherws-wss-clients"]
# Beside which limit each is to be seen.
LIMITS = {
    "etherws-ws": "limit-joined", "etherws-wss": "limit-tls", "etherws-foreign": "limit-tls",
    "etherws-ws-9000": "limit-joined-9000", "etherws-wss-9000": "limit-tls-9000",
}


class Samples:
    """Medians of what was measured."""

    def __init__(self, path):
        self.lines = [json.loads(line) for line in path.read_text().splitlines()]

    def all(self, field, **where):
        return [line[field] for line in self.lines if field in line and all(line.get(key) == value for key, value in where.items())]

    def median(self, field, **where):
        values = self.all(field, **where)
        return statistics.median(values) if values else None

    def has(self, scenario):
        return any(line["scenario"] == scenario and line["test"] != "end" for line in self.lines)

    def rounds(self):
        return max((line["round"] for line in self.lines), default=0)

    def steps(self, test, field):
        """The values of a field that grows, in the tests of the server's growth."""
        return sorted({line[field] for line in self.lines if line["test"] == test and field in line})

    def noisy(self):
        values = self.all("noise")
        return sum(value > 0.15 for value in values), len(values)


def cell(value, digits=3):
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}g}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def quotient(one, other):
    return one / other if one is not None and other else None


def throughput(samples, scenarios):
    rows = []
    for scenario in filter(samples.has, scenarios):
        rates = [samples.median("gbps", scenario=scenario, test=test, direction=way) for test in ("tcp1", "tcp4") for way in DIRECTIONS]
        limit = LIMITS.get(scenario)
        beside = [
            quotient(rate, samples.median("gbps", scenario=limit, test=test, direction=way)) if limit else None
            for rate, (test, way) in zip(rates, [(test, way) for test in ("tcp1", "tcp4") for way in DIRECTIONS])
        ]
        known = [ratio for ratio in beside if ratio is not None]
        cost = samples.median("cpu_per_gb", scenario=scenario)
        dearer = quotient(cost, samples.median("cpu_per_gb", scenario=limit)) if limit else None
        span = f"{min(known):.2f} – {max(known):.2f}" if known else ""
        rows.append([NAMES[scenario], *map(cell, rates), span, cell(cost), cell(dearer) if dearer else ""])
    return table(["Gbit/s", "1 ↑", "1 ↓", "4 ↑", "4 ↓", "of its limit", "CPU-s/GB", "of its limit"], rows)


def latency(samples, scenarios):
    rows = []
    for scenario in filter(samples.has, scenarios):
        idle = [samples.median(part, scenario=scenario, test="idle") for part in ("p50", "p99")]
        loaded = [
            samples.median(part, scenario=scenario, test="loaded4", direction=way) for way in DIRECTIONS for part in ("p50", "p99")
        ]
        rows.append([NAMES[scenario], *map(cell, idle), *map(cell, loaded)])
    head = ["µs", "idle, median", "idle, p99", "4 ↑, median", "4 ↑, p99", "4 ↓, median", "4 ↓, p99"]
    return table(head, rows)


def small(samples):
    rows = []
    for scenario in filter(samples.has, TUNNELS):
        most = [samples.median("most", scenario=scenario, test="small", direction=way) for way in DIRECTIONS]
        if most == [None, None]:
            continue
        lossless = [samples.median("lossless", scenario=scenario, test="small", direction=way) for way in DIRECTIONS]
        cost = samples.median("cost", scenario=scenario, test="small")
        memory = [samples.median(field, scenario=scenario, test="memory") for field in ("server_kib", "client_kib")]
        mib = [value / 1024 if value else None for value in memory]
        rows.append([NAMES[scenario], *map(cell, most), *map(cell, lossless), cell(cost), *map(cell, mib)])
    head = ["datagrams/s", "most ↑", "most ↓", "without loss ↑", "without loss ↓", "CPU-µs each", "server, MiB", "client, MiB"]
    return table(head, rows)


def growth(samples):
    parts = []
    for test, field, head in (
        ("talking", "clients", "clients, ten of which talk"),
        ("table", "stations", "addresses behind ten clients"),
        ("broadcast", "clients", "clients, one of which broadcasts"),
    ):
        rows = []
        for step in samples.steps(test, field):
            values = [samples.median(name, test=test, **{field: step}) for name in ("sent", "arrived", "cost", "server_kib")]
            values[3] = values[3] / 1024 if values[3] else None
            rows.append([f"{step:,}", *map(cell, values)])
        if rows:
            parts.append(table([head, "frames sent/s", "frames delivered/s", "server's CPU-µs each", "server, MiB"], rows))
    rows = [
        [f"{idle:,}", cell(samples.median("gbps", test="tcp1", beside=idle)), cell(samples.median("p99", test="loaded1", beside=idle))]
        for idle in samples.steps("tcp1", "beside")
    ]
    if rows:
        parts.append(table(["idle clients beside a busy one", "its Gbit/s ↑", "its round trip, p99, µs"], rows))
    return "\n".join(parts)


def write_plots(samples, folder):
    folder.mkdir(exist_ok=True)
    tunnels = [scenario for scenario in TUNNELS if samples.has(scenario)]
    rates = [
        (NAMES[s], [samples.median("gbps", scenario=s, test="tcp1", direction=way) for way in DIRECTIONS]) for s in tunnels[1:]
    ]
    trips = [
        (NAMES[s], [samples.median("p50", scenario=s, test="idle"), samples.median("p99", scenario=s, test="loaded4")])
        for s in tunnels
    ]
    packets = [
        (NAMES[s], [samples.median("most", scenario=s, test="small", direction=way) for way in DIRECTIONS]) for s in tunnels
    ]
    charts = {
        "throughput": ("TCP, one stream, Gbit/s", ["to the server", "from the server"], rates, False),
        "latency": ("Round trip, µs", ["idle, median", "beside 4 streams, p99"], trips, True),
        "packets": ("Small datagrams a second", ["to the server", "from the server"], [row for row in packets if any(row[1])], False),
    }
    for name, (title, series, rows, is_logarithmic) in charts.items():
        if any(value for _, row in rows for value in row):
            (folder / f"{name}.svg").write_text(plot.bars(title, series, rows, is_logarithmic))
    curves = {
        label: [(step, samples.median("cost", test=test, **{field: step})) for step in samples.steps(test, field)]
        for label, test, field in (("clients", "talking", "clients"), ("addresses", "table", "stations"))
    }
    if all(curves.values()):
        (folder / "growth.svg").write_text(plot.lines("Server's CPU-µs for each frame", "clients or addresses", curves))


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    memory = int(open("/proc/meminfo").readline().split()[1]) / 2**20
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {platform.release()}"


def versions():
    found = []
    for name, *command in (
        ("OpenVPN", "openvpn", "--version"), ("tinc", "tincd", "--version"), ("iperf", "iperf3", "--version"), ("OpenSSL", "openssl", "version")
    ):
        answer = subprocess.run(command, capture_output=True, text=True).stdout
        found.append(f"{name} {re.search(r'[0-9][0-9.]+', answer).group()}")
    return ", ".join(found)


def plots(folder, *names):
    return "\n".join(f"![{name}]({folder.name}/{name}.svg)" for name in names if (folder / f"{name}.svg").exists())


def main():
    samples, target, folder = Samples(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    write_plots(samples, folder)
    noisy, total = samples.noisy()
    has_all = samples.has("etherws-ws-growth")
    target.write_text(f"""# Tunnels beside one another

    make bench

Medians; rounds: {samples.rounds()}, in which all took turns. On {machine()}, which both ends, the load and what measures it share.
With {versions()}. Before {noisy} of {total} measurements something else was at work.

↑ is to the server, ↓ from it. Compare numbers of one run, not of two. [Tunnels](Tunnels) says how each is measured.

The *limit* is a C program on the same wire format, without the rest of a tunnel. A *foreign peer* agreed to nothing beyond RFC 6455.

## Throughput

TCP by iperf3, one stream or four, and seconds that all processors together worked for each 10⁹ bytes. MTU 1500.

{throughput(samples, TUNNELS)}
{plots(folder, "throughput")}

## Round trips

Of pings, alone and beside four streams.

{latency(samples, TUNNELS)}
{plots(folder, "latency")}

## Small packets and memory

UDP datagrams of 64 bytes that cannot be joined, as many as arrive at the best rate of several, and what each costs the tunnel's processes.
Memory is resident after all the above.

{small(samples)}
{plots(folder, "packets")}

## MTU 9000

{throughput(samples, LARGE)}
{latency(samples, LARGE)}
## Client to client, and to a guest behind a bridge

{throughput(samples, SHAPES)}
{latency(samples, SHAPES)}
## How a server's cost grows

{growth(samples) if has_all else ""}
{plots(folder, "growth")}
""")


main()
