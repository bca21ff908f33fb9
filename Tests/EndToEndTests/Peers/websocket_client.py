"""The client of the package `websocket-client`."""

import threading

import websocket
from lines import Options, commands, say


def receive(peer):
    while True:
        opcode, payload = peer.recv_data(control_frame=True)
        if opcode == websocket.ABNF.OPCODE_BINARY:
            say("frame", payload)
        elif opcode == websocket.ABNF.OPCODE_TEXT:
            say("text", payload)
        elif opcode == websocket.ABNF.OPCODE_PONG:
            say("pong", payload)
        elif opcode == websocket.ABNF.OPCODE_CLOSE:
            return say("closed", int.from_bytes(payload[:2], "big"))


def main():
    options = Options()
    header = [f"Authorization: {options.authorization}"] if options.user else []
    tls = {"context": options.client_tls} if options.client_tls else None
    try:
        peer = websocket.create_connection(options.uri, header=header, sslopt=tls)
    except websocket.WebSocketBadStatusException as error:
        return say("refused", error.status_code)
    threading.Thread(target=receive, args=[peer], daemon=True).start()
    say("ready")
    for command, detail in commands():
        if command == "send":
            peer.send_binary(bytes.fromhex(detail))
        elif command == "ping":
            peer.ping(bytes.fromhex(detail))
        elif command == "close":
            peer.send_close()


main()
