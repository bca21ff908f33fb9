"""Puts all frames of a guest into a VLAN: `tagger.py GUEST TUNNEL`, two interfaces.

To the tunnel they go with a tag, in bursts as they come from the guest's kernel; what comes out of the tunnel reaches the guest only
with that tag, and then without it. A kernel without VLAN interfaces can do this too.
"""

import select
import socket
import struct
import sys

from lines import say

# From linux/if_packet.h and linux/virtio_net.h.
ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_VNET_HDR = 15
PACKET_OUTGOING = 4
AUXDATA = struct.Struct("=IIIHHHH")
TP_STATUS_VLAN_VALID = 1 << 4
# Flags, kind of burst, bytes of headers, bytes of each segment, where the checksum begins and where behind that it stands.
VNET_HDR = struct.Struct("=BBHHHH")
TAG = struct.pack("!HH", 0x8100, 100)


def open_interface(name):
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    packets.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    packets.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    packets.bind((name, ETH_P_ALL))
    return packets


def receive(packets):
    """The offload header, the frame without a tag, and its VLAN; the frame is `None` if it is on its way out."""
    data, ancillary, _, sender = packets.recvmsg(VNET_HDR.size + 65_600, socket.CMSG_SPACE(AUXDATA.size))
    if sender[2] == PACKET_OUTGOING:
        return None, None, None
    vlan = None
    for level, kind, detail in ancillary:
        if (level, kind) == (SOL_PACKET, PACKET_AUXDATA):
            status, _, _, _, _, tag, _ = AUXDATA.unpack(detail[: AUXDATA.size])
            vlan = tag if status & TP_STATUS_VLAN_VALID else None
    return data[: VNET_HDR.size], data[VNET_HDR.size :], vlan


def tagged(header, frame):
    flags, kind, length, size, start, offset = VNET_HDR.unpack(header)
    if flags or kind:
        header = VNET_HDR.pack(flags, kind, length + len(TAG) if length else 0, size, start + len(TAG), offset)
    return header + frame[:12] + TAG + frame[12:]


def put(target, message):
    try:
        target.send(message)
    except OSError:
        pass  # A queue is full: the frame is lost, as on any road.


def main():
    guest, tunnel = map(open_interface, sys.argv[1:3])
    say("ready")
    while True:
        readable, _, _ = select.select([guest, tunnel], [], [])
        for source in readable:
            header, frame, vlan = receive(source)
            if frame and source is guest:
                put(tunnel, tagged(header, frame))
            elif frame and vlan == 100:
                put(guest, header + frame)


main()
