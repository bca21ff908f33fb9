"""Sends and receives frames at an interface, as they are on the wire: `interface.py NAME`."""

import socket
import struct
import sys
import threading

from lines import commands, say

# From linux/if_packet.h and linux/socket.h.
ETH_P_ALL = 3
SO_RCVBUFFORCE = 33
SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_OUTGOING = 4
AUXDATA = struct.Struct("=IIIHHHH")
TP_STATUS_VLAN_VALID = 1 << 4


def receive(packets):
    """Waits for a frame. The kernel takes the outermost VLAN tag off; it is put back."""
    frame, ancillary, _, sender = packets.recvmsg(65_600, socket.CMSG_SPACE(AUXDATA.size))
    if sender[2] == PACKET_OUTGOING:
        return None
    for level, kind, data in ancillary:
        if (level, kind) == (SOL_PACKET, PACKET_AUXDATA):
            status, _, _, _, _, tag, protocol = AUXDATA.unpack(data[: AUXDATA.size])
            if status & TP_STATUS_VLAN_VALID:
                frame = frame[:12] + struct.pack("!HH", protocol or 0x8100, tag) + frame[12:]
    return frame


def receive_all(packets):
    while True:
        if frame := receive(packets):
            say("frame", frame)


def main():
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    packets.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
    packets.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    packets.bind((sys.argv[1], ETH_P_ALL))
    threading.Thread(target=receive_all, args=[packets], daemon=True).start()
    say("ready")
    for command, detail in commands():
        if command == "send":
            packets.send(bytes.fromhex(detail))


main()
