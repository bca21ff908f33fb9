"""Pings, and sleeps in between: `pinger.py ADDRESS COUNT SECONDS`, which prints each round trip in milliseconds, and `lost` for what is.

`ping` with intervals this short spins while it waits, and keeps from its processor whoever shares it.
"""

import os
import socket
import struct
import sys
import time

ECHO_REQUEST, ECHO_REPLY = 8, 0
PATIENCE = 1


def checksum(packet):
    total = sum(struct.unpack(f"!{len(packet) // 2}H", packet))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def request(identifier, number):
    head = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, identifier, number)
    data = bytes(56)
    return head[:2] + struct.pack("!H", checksum(head + data)) + head[4:] + data


def wait_for(reply, connection, until):
    """Whether it came in time; older ones that come late are no answer."""
    while (left := until - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            packet = connection.recv(2048)
        except TimeoutError:
            return False
        icmp = packet[(packet[0] & 15) * 4 :]
        if icmp[0] == ECHO_REPLY and icmp[4:8] == reply:
            return True
    return False


def main():
    address, count, interval = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    connection = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    connection.connect((address, 0))
    identifier = os.getpid() & 0xFFFF
    for number in range(count):
        begin = time.monotonic()
        packet = request(identifier, number & 0xFFFF)
        connection.send(packet)
        came = wait_for(packet[4:8], connection, begin + PATIENCE)
        end = time.monotonic()
        print(f"{(end - begin) * 1000:.3f}" if came else "lost")
        time.sleep(max(0, begin + interval - end))


main()
