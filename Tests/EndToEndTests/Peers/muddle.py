"""A bad road between two interfaces, whose frames it carries: `muddle.py FROM TO`.

From the first to the second it lets some frames overtake others, and changes a byte in some: in the payload, behind all headers.
The other way all is well. Tells how often, when its input ends.
"""

import random
import select
import socket
import sys

from lines import say

ETH_P_ALL = 3
PACKET_OUTGOING = 4
SO_RCVBUFFORCE = 33
# Shorter frames are acknowledgements, and of those nobody would notice.
LONG = 200
EVERY = 50


def open_interface(name):
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    packets.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
    packets.bind((name, ETH_P_ALL))
    return packets


def put(target, frame):
    try:
        target.send(frame)
    except OSError:
        pass  # A queue is full: the frame is lost, as on any road.


class Road:
    """The way on which things happen to frames."""

    def __init__(self, target):
        self.target = target
        self.random = random.Random(1)
        self.late = None
        self.overtaken = 0
        self.changed = 0

    def carry(self, frame):
        event = self.random.randrange(EVERY) if len(frame) > LONG else None
        if event == 0:
            place = self.random.randrange(100, len(frame))
            frame = frame[:place] + bytes([frame[place] ^ 0x10]) + frame[place + 1 :]
            self.changed += 1
        if event == 1 and self.late is None:
            self.late = frame
            return
        put(self.target, frame)
        if self.late is not None:
            put(self.target, self.late)
            self.late = None
            self.overtaken += 1


def main():
    near, far = map(open_interface, sys.argv[1:3])
    road = Road(far)
    say("ready")
    while True:
        readable, _, _ = select.select([near, far, sys.stdin], [], [])
        if sys.stdin in readable:
            return say("muddled", f"{road.overtaken} {road.changed}")
        for source in readable:
            frame, sender = source.recvfrom(65_600)
            if sender[2] == PACKET_OUTGOING:
                continue
            if source is near:
                road.carry(frame)
            else:
                put(near, frame)


main()
