"""Takes what comes over any number of connections to port 9, and throws it away."""

import selectors
import socket


def is_over(connection):
    try:
        return not connection.recv(1 << 16)
    except ConnectionError:
        return True


selector = selectors.DefaultSelector()
listener = socket.create_server(("", 9), backlog=256)
selector.register(listener, selectors.EVENT_READ)
print("ready", flush=True)
while True:
    for key, _ in selector.select():
        if key.fileobj is listener:
            selector.register(listener.accept()[0], selectors.EVENT_READ)
        elif is_over(key.fileobj):
            selector.unregister(key.fileobj)
            key.fileobj.close()
