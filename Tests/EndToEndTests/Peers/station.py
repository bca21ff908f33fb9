"""What the original was: a TAP, whose frames a WebSocket library carries; here with a judge of all that comes out of the library."""

import fcntl
import os
import struct
import subprocess

from lines import say
from packets import fault

# From linux/if_tun.h.
TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
MTU = 1500


class Station:
    def __init__(self, name, address):
        self.tap = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
        subprocess.run(["ip", "link", "set", name, "up"], check=True)
        subprocess.run(["ip", "addr", "add", address, "dev", name], check=True)
        self.longest = 0

    def read(self):
        return os.read(self.tap, MTU + 18)

    def take(self, message):
        """Takes what the library says is a message."""
        if not isinstance(message, (bytes, bytearray)):
            return say("fault", f"a message that is a {type(message).__name__}")
        if reason := fault(bytes(message), MTU):
            say("fault", reason)
        if len(message) > self.longest:
            self.longest = len(message)
            say("longest", str(self.longest))
        try:
            os.write(self.tap, message)
        except OSError as error:
            say("fault", f"the kernel takes no frame of {len(message)} bytes: {error}")
