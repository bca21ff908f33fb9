"""Measures one tunnel that scene.sh has brought up: `measure.py TEST…`, of idle, tcp1, tcp4, small and memory.

Prints a sample a line. What goes "up" goes from the near end to the far one. SECONDS_EACH is how long each transfer takes.
"""

import json
import os
import re
import sys
import time

from machine import busy_seconds, finish, interrupt, percentile, process_seconds, resident_kib, start, tell, wait_for_quiet

NEAR, FAR = os.environ["NEAR"], os.environ["FAR"]
NEAR_ADDRESS, FAR_ADDRESS = os.environ["NEAR_ADDRESS"], os.environ["FAR_ADDRESS"]
SERVER_PIDS, CLIENT_PIDS = os.environ["SERVER_PIDS"].split(), os.environ["CLIENT_PIDS"].split()
TOOLS = os.environ["TOOLS"]
SECONDS = float(os.environ.get("SECONDS_EACH", 2))
# Datagrams a second to try, until what arrives no longer grows.
RATES = [50_000, 100_000, 200_000, 300_000, 400_000, 600_000]


def ping(interval, seconds):
    return start(NEAR, "ping", "-n", "-i", str(interval), "-c", str(int(seconds / interval)), "-W", "1", FAR_ADDRESS)


def round_trips(output):
    """Microseconds, and how many answers never came."""
    times = [float(time) * 1000 for time in re.findall(r"time=([\d.]+) ms", output)]
    sent = re.search(r"(\d+) packets transmitted", output)
    return times, int(sent.group(1)) - len(times) if sent else 0


def tell_round_trips(test, output, **more):
    times, lost = round_trips(output)
    if times:
        tell(test, p50=percentile(times, 0.5), p99=percentile(times, 0.99), answers=len(times), lost=lost, **more)


def measure_idle():
    noise = wait_for_quiet()
    finish(ping(0.01, 0.3))
    tell_round_trips("idle", finish(ping(0.002, min(SECONDS, 1.5))), noise=noise)


def transfer(direction, streams, **what):
    """Sends as fast as it goes, and pings the while; the first quarter is not counted in the rate."""
    noise = wait_for_quiet()
    command = ["iperf3", "-c", FAR_ADDRESS, "-J", "-i", str(SECONDS / 4), "-t", str(max(1, round(SECONDS))), "-P", str(streams)]
    before = busy_seconds()
    client = start(NEAR, *command, *(["-R"] if direction == "down" else []))
    time.sleep(0.3)
    pings = ping(0.005, max(0.5, SECONDS - 0.4))
    report = json.loads(finish(client, SECONDS + 30) or "{}")
    busy = busy_seconds() - before
    pings = interrupt(pings)
    intervals = [interval["sum"] for interval in report.get("intervals", [])][1:]
    received = report.get("end", {}).get("sum_received", {}).get("bytes", 0)
    if not intervals or not received:
        return tell(f"tcp{streams}", direction=direction, error=report.get("error", "nothing arrived"), **what)
    rate = sum(interval["bytes"] for interval in intervals) * 8 / sum(interval["seconds"] for interval in intervals) / 1e9
    resent = report["end"]["sum_sent"].get("retransmits", 0)
    tell(f"tcp{streams}", direction=direction, gbps=rate, cpu_per_gb=busy / received * 1e9, resent=resent, noise=noise, **what)
    tell_round_trips(f"loaded{streams}", pings, direction=direction, **what)


def measure_tcp(streams):
    server = start(FAR, "iperf3", "-s", "-B", FAR_ADDRESS)
    time.sleep(0.2)
    for direction in "up", "down":
        transfer(direction, streams)
    interrupt(server)


def send_small(direction, rate):
    """Returns how many datagrams a second were sent and how many arrived, and the tunnel's microseconds for each of these."""
    receiver, sender = (FAR, NEAR) if direction == "up" else (NEAR, FAR)
    address = FAR_ADDRESS if direction == "up" else NEAR_ADDRESS
    seconds = SECONDS / 4
    receiving = start(receiver, f"{TOOLS}/packets", "receive")
    receiving.stdout.readline()
    before = process_seconds(SERVER_PIDS + CLIENT_PIDS)
    sent = int(finish(start(sender, f"{TOOLS}/packets", "send", address, str(rate), str(seconds))) or 0)
    arrived = int(finish(receiving) or 0)
    busy = process_seconds(SERVER_PIDS + CLIENT_PIDS) - before
    return sent / seconds, arrived / seconds, busy / max(1, arrived) * 1e6


def measure_small():
    for direction in "up", "down":
        noise = wait_for_quiet()
        most, lossless, cost = 0, 0, 0
        for rate in RATES:
            sent, arrived, microseconds = send_small(direction, rate)
            if arrived > 0.99 * sent and sent > 0.9 * rate:
                lossless = max(lossless, arrived)
            if arrived > most:
                most, cost = arrived, microseconds
            if arrived < 0.7 * most or arrived < 0.5 * rate:
                break
        tell("small", direction=direction, most=most, lossless=lossless, cost=cost, noise=noise)


def measure_memory():
    tell("memory", server_kib=resident_kib(SERVER_PIDS), client_kib=resident_kib(CLIENT_PIDS))


TESTS = {
    "idle": measure_idle,
    "tcp1": lambda: measure_tcp(1),
    "tcp4": lambda: measure_tcp(4),
    "small": measure_small,
    "memory": measure_memory,
}

if __name__ == "__main__":
    for name in sys.argv[1:]:
        TESTS[name]()
