"""Measures how the cost of a server grows with its clients and addresses, in a tunnel that scene.sh has brought up."""

import os
import time

from machine import finish, interrupt, process_seconds, resident_kib, start, tell, wait_for_quiet
from measure import SECONDS, transfer

NEAR, FAR, SERVER = os.environ["NEAR"], os.environ["FAR"], os.environ["SERVER_OUTSIDE"]
SERVER_PIDS = os.environ["SERVER_PIDS"].split()
TOOLS = os.environ["TOOLS"]


def crowd(*arguments):
    """Connects clients without an interface, who run beside the tunnel's own client; returns once all are connected."""
    process = start(NEAR, f"{TOOLS}/crowd", SERVER, "7000", *map(str, arguments))
    process.stdout.readline()
    return process


def tell_switching(test, process, **what):
    """Waits for the crowd's end, and tells what arrived and what each frame that arrived cost the server."""
    before = process_seconds(SERVER_PIDS)
    sent, arrived, seconds = map(float, finish(process, 60).split())
    cost = (process_seconds(SERVER_PIDS) - before) / max(1, arrived) * 1e6
    tell(test, sent=sent / seconds, arrived=arrived / seconds, cost=cost, server_kib=resident_kib(SERVER_PIDS), **what)


def measure_talking():
    """Ten clients that talk to one another, or one to itself through another, among more and more that do not."""
    for clients in 2, 10, 100, 1000:
        noise = wait_for_quiet()
        talkers = min(clients, 10)
        tell_switching("talking", crowd("talk", clients, talkers, talkers, SECONDS), clients=clients, noise=noise)


def measure_table():
    for stations in 10, 100, 1000, 10_000:
        noise = wait_for_quiet()
        tell_switching("table", crowd("talk", 10, 10, stations, SECONDS), stations=stations, noise=noise)


def measure_broadcasts():
    """As many frames to deliver each second, to few clients or to many."""
    for clients in 10, 100, 1000:
        noise = wait_for_quiet()
        tell_switching("broadcast", crowd("broadcast", clients, SECONDS, 100_000 / clients), clients=clients, noise=noise)


def measure_beside():
    """What 1,000 idle clients cost a busy one: transfers alone and beside them, by turns."""
    for _ in range(2):
        for idle in 0, 1000:
            others = crowd("idle", idle) if idle else None
            server = start(FAR, "iperf3", "-s", "-B", os.environ["FAR_ADDRESS"])
            time.sleep(0.2)
            transfer("up", 1, beside=idle)
            interrupt(server)
            if others:
                interrupt(others)


if __name__ == "__main__":
    measure_talking()
    measure_table()
    measure_broadcasts()
    measure_beside()
