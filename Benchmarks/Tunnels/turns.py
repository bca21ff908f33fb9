"""Prints the medians of two builds, and their ratios: `turns.py SAMPLES`, as turns.sh writes them."""

import collections
import json
import statistics
import sys

UNITS = {
    "gbps": "Gbit/s", "cpu_per_gb": "CPU-s/GB", "p50": "µs, median", "p99": "µs, 99th percentile", "most": "datagrams/s",
    "cost": "CPU-µs a datagram", "server_kib": "KiB, server", "client_kib": "KiB, client",
}


def medians(lines):
    """By scheme, test, direction and unit: the median of each build."""
    values = collections.defaultdict(lambda: collections.defaultdict(list))
    for sample in map(json.loads, lines):
        for field, unit in UNITS.items():
            if field in sample:
                row = (sample["scheme"], sample["test"], sample.get("direction", ""), unit)
                values[row][sample["build"]].append(sample[field])
    return {row: {build: statistics.median(found) for build, found in builds.items()} for row, builds in values.items()}


def main():
    with open(sys.argv[1], encoding="utf-8") as samples:
        rows = medians(samples)
    print(f"{'':46} {'base':>12} {'new':>12} {'new/base':>9}")
    for row, builds in sorted(rows.items()):
        base, new = builds.get("base"), builds.get("new")
        if base and new:
            print(f"{' '.join(filter(None, row)):46} {base:12.3f} {new:12.3f} {new / base:9.3f}")


main()
