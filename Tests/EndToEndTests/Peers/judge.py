"""Judges all frames that come in at an interface, until its input ends: `judge.py INTERFACE MTU`.

Tells every fault, and at the end how many frames it has seen.
"""

import select
import socket
import sys

from lines import say
from packets import fault

ETH_P_ALL = 3
SO_RCVBUFFORCE = 33
PACKET_OUTGOING = 4


def main():
    interface, mtu = sys.argv[1], int(sys.argv[2])
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    packets.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 26)
    packets.bind((interface, ETH_P_ALL))
    say("ready")
    count = 0
    while True:
        readable, _, _ = select.select([packets, sys.stdin], [], [])
        # What has come in before the input's end is judged too.
        if packets not in readable:
            return say("judged", str(count))
        frame, sender = packets.recvfrom(65_600)
        if sender[2] == PACKET_OUTGOING:
            continue
        count += 1
        if reason := fault(frame, mtu):
            say("fault", reason)


main()
