"""What the measurements need of the machine: time on its processors, memory of processes, commands in a namespace."""

import json
import os
import re
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


def busy_seconds():
    """Seconds that the processors have worked, all together: in processes, in the kernel, for interrupts (proc(5))."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq = map(int, file.readline().split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def process_seconds(pids):
    """Seconds that the processors have worked for processes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_kib(pids):
    """Memory of processes that is there and not swapped out."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status") as file:
            total += int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))
    return total


def wait_for_quiet(limit=5):
    """Waits until the machine does nothing else; returns which part of it is busy then."""
    end = time.monotonic() + limit
    while True:
        before, begin = busy_seconds(), time.monotonic()
        time.sleep(0.2)
        share = (busy_seconds() - before) / (time.monotonic() - begin) / os.cpu_count()
        if share < 0.06 or time.monotonic() > end:
            return round(share, 3)


def within(namespace, *command):
    return ["nsenter", f"--net=/run/netns/{namespace}", "--", *command]


def start(namespace, *command):
    """Starts a command whose output is to be read."""
    command = within(namespace, *command)
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)


def finish(process, seconds=30):
    """Waits for a command and returns what it printed."""
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]


def interrupt(process):
    """Ends a command as a user would, and returns what it printed."""
    process.send_signal(signal.SIGINT)
    return finish(process, 5)


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def tell(test, **values):
    """Prints a sample."""
    rounded = {key: float(f"{value:.5g}") if isinstance(value, float) else value for key, value in values.items()}
    print(json.dumps({"test": test, **rounded}), flush=True)
