"""Hosts, which are network namespaces, on one Ethernet, which is a bridge in a namespace of its own."""

import os
import signal
import subprocess
import sys


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Network:
    """198.18.0.0/16; taken away again by `close`."""

    def __init__(self, name):
        self.prefix = f"{name}-{os.getpid()}-"
        self.names = []
        # So that whoever made it takes it away.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self._namespace("hub")
        self.on("hub", "link", "add", "bridge", "type", "bridge")
        self.on("hub", "link", "set", "bridge", "up")

    def on(self, host, *words):
        """Runs `ip` on a host."""
        ip("-netns", self.prefix + host, *words)

    def add(self, host, address):
        """Makes a host and plugs it in."""
        self._namespace(host)
        ip("link", "add", "outside", "netns", self.prefix + host, "type", "veth", "peer", "name", host, "netns", self.prefix + "hub")
        self.on("hub", "link", "set", host, "master", "bridge", "up")
        self.on(host, "link", "set", "outside", "up")
        self.on(host, "address", "add", f"{address}/16", "dev", "outside")

    def command(self, host, *words):
        """What runs a command on a host, in place of the process that starts it."""
        return ["nsenter", f"--net=/run/netns/{self.prefix}{host}", "--", *map(str, words)]

    def close(self):
        for name in reversed(self.names):
            pids = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True).stdout.split()
            # The namespaces are ours alone, so whatever runs in them is too.
            subprocess.run(["kill", "-KILL", *pids], stderr=subprocess.DEVNULL) if pids else None
            subprocess.run(["ip", "netns", "del", name])

    def _namespace(self, host):
        name = self.prefix + host
        ip("netns", "add", name)
        self.names.append(name)
        for setting in ["net/ipv6/conf/all/disable_ipv6", "net/ipv6/conf/default/disable_ipv6"]:
            subprocess.run(self.command(host, "sysctl", "-qw", f"{setting}=1"), check=True)
        self.on(host, "link", "set", "lo", "up")
