"""Flows that are checked byte by byte, from and to one host: `flows.py OWN-NUMBER PEER-ADDRESS`, until its input ends.

Over TCP it sends the peer a stream that never ends, and receives one on each connection that others make. What stands at each place of a
stream is known from the sender's number. By UDP it sends numbered datagrams, each with its digest. Every ten seconds, and at the end, a line
of JSON says what has come and what was wrong with it.
"""

import asyncio
import collections
import hashlib
import json
import random
import struct
import sys

PORT = 9000
# Odd, so that what repeats never begins at the same place of a segment.
BLOCK = 1_000_003
# So much of a stream in each step of so many seconds.
CHUNK, STEP = 30_000, 0.2
NUMBER = struct.Struct("!IQ")


def block(number):
    return random.Random(number).randbytes(BLOCK)


def part(content, position, count):
    start = position % BLOCK
    return (content[start:] + content * (count // BLOCK + 1))[:count] if start + count > BLOCK else content[start : start + count]


def datagram(sender, number):
    head = NUMBER.pack(sender, number)
    return (head + hashlib.blake2b(head).digest() * 22)[: NUMBER.size + 64 + number * 7 % 1300]


class Account:
    """What was sent and received."""

    def __init__(self):
        self.sent = 0
        self.received = collections.Counter()
        self.wrong = []
        self.datagrams_sent = 0
        self.datagrams = collections.defaultdict(set)
        self.twice = 0

    def show(self):
        datagrams = sum(map(len, self.datagrams.values()))
        summary = {
            "sent": self.sent,
            "received": self.received,
            "wrong": self.wrong,
            "datagrams_sent": self.datagrams_sent,
            "datagrams": datagrams,
            "twice": self.twice,
        }
        print(json.dumps(summary), flush=True)


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, account):
        self.account = account

    def datagram_received(self, data, _):
        head = NUMBER.unpack(data[: NUMBER.size]) if len(data) >= NUMBER.size else (0, 0)
        if data != datagram(*head):
            self.account.wrong.append(f"a datagram of {len(data)} bytes was altered")
        elif head[1] in self.account.datagrams[head[0]]:
            self.account.twice += 1
        self.account.datagrams[head[0]].add(head[1])


async def receive(account, reader, writer):
    """Compares a stream with what it should be, to its end."""
    try:
        number = int.from_bytes(await reader.readexactly(4), "big")
        content, position = block(number), 0
        while chunk := await reader.read(1 << 18):
            if chunk != part(content, position, len(chunk)):
                account.wrong.append(f"the stream of {number} differs behind byte {position}")
                break
            position += len(chunk)
            account.received[number] = position
    except (OSError, asyncio.IncompleteReadError) as error:
        account.wrong.append(f"a stream broke: {error}")
    writer.close()


async def send(account, number, address, ended):
    """Sends a stream until the end is wanted, and waits until the peer has seen it all."""
    content = block(number)
    try:
        reader, writer = await asyncio.open_connection(address, PORT)
        writer.write(number.to_bytes(4, "big"))
        while not ended.is_set():
            writer.write(part(content, account.sent, CHUNK))
            account.sent += CHUNK
            await writer.drain()
            await asyncio.sleep(STEP)
        writer.write_eof()
        await reader.read()
        writer.close()
    except OSError as error:
        account.wrong.append(f"the stream to {address} broke: {error}")


async def send_datagrams(account, number, address, ended):
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: Datagrams(account), remote_addr=(address, PORT))
    while not ended.is_set():
        account.datagrams_sent += 1
        transport.sendto(datagram(number, account.datagrams_sent))
        await asyncio.sleep(0.02)
    transport.close()


async def report(account):
    while True:
        await asyncio.sleep(10)
        account.show()


async def main(number, peer):
    loop, account, ended = asyncio.get_running_loop(), Account(), asyncio.Event()
    await loop.create_datagram_endpoint(lambda: Datagrams(account), local_addr=("0.0.0.0", PORT))
    await asyncio.start_server(lambda reader, writer: receive(account, reader, writer), "0.0.0.0", PORT)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    loop.create_task(report(account))
    sending = [loop.create_task(send(account, number, peer, ended)), loop.create_task(send_datagrams(account, number, peer, ended))]
    await loop.run_in_executor(None, sys.stdin.readline)
    ended.set()
    await asyncio.gather(*sending)
    # What is still on its way to this host is counted too.
    await loop.run_in_executor(None, sys.stdin.readline)
    account.show()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
