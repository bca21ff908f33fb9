"""Judges frames: whether lengths and checksums within are right."""

import struct

LONGEST_HEADER = 18  # Ethernet's, with one VLAN tag.
IPV4, IPV6, TAG = 0x0800, 0x86DD, 0x8100
TCP, UDP = 6, 17


def folded(data):
    """The ones' complement sum of bytes (RFC 1071): 0xffff if they contain their own checksum, and it is right."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def fault(frame, mtu):
    """What is wrong with a frame; `None` if nothing is, or nothing that can be told."""
    if not 14 <= len(frame) <= mtu + LONGEST_HEADER:
        return f"{len(frame)} bytes"
    start = 14
    (kind,) = struct.unpack("!H", frame[12:14])
    if kind == TAG:
        (kind,) = struct.unpack("!H", frame[16:18])
        start = 18
    packet = frame[start:]
    if kind == IPV4:
        return fault_of_ipv4(packet, mtu)
    if kind == IPV6:
        return fault_of_ipv6(packet, mtu)
    return None


def fault_of_ipv4(packet, mtu):
    header = (packet[0] & 15) * 4
    length, _, fragment = struct.unpack("!HHH", packet[2:8])
    if length > len(packet) or length > mtu:
        return f"an IPv4 packet of {length} bytes in {len(packet)}"
    if folded(packet[:header]) != 0xFFFF:
        return "a wrong IPv4 checksum"
    if fragment & 0x3FFF:
        return None
    return fault_of_transport(packet[9], packet[12:20], packet[header:length])


def fault_of_ipv6(packet, mtu):
    (length,) = struct.unpack("!H", packet[4:6])
    if length + 40 > len(packet) or length + 40 > mtu:
        return f"an IPv6 packet of {length + 40} bytes in {len(packet)}"
    return fault_of_transport(packet[6], packet[8:40], packet[40 : 40 + length])


def fault_of_transport(protocol, addresses, segment):
    if protocol not in (TCP, UDP):
        return None
    # UDP over IPv4 may go without a checksum (RFC 768).
    if protocol == UDP and len(addresses) == 8 and segment[6:8] == b"\0\0":
        return None
    pseudo_header = addresses + struct.pack("!II", len(segment), protocol)
    return None if folded(pseudo_header + segment) == 0xFFFF else f"a wrong checksum of protocol {protocol}"
