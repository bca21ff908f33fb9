"""Opens a TAP, gives up the right to open another, and hands it over: `handover.py NAME COMMAND…`.

The command finds the TAP as descriptor 3.
"""

import fcntl
import os
import struct
import subprocess
import sys

# From linux/if_tun.h.
TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000


def main():
    name, command = sys.argv[1], sys.argv[2:]
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    subprocess.run(["ip", "link", "set", name, "up"], check=True)
    if tap != 3:
        os.dup2(tap, 3)
    os.set_inheritable(3, True)
    os.execvp("setpriv", ["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"] + command)


main()
