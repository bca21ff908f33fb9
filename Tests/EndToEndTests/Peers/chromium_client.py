"""The WebSocket of a page in Chromium, steered over the pipe of its DevTools protocol."""

import json
import os
import shutil
import subprocess
import threading

from lines import Options, commands, say

PAGE = """
const hex = data => Array.from(new Uint8Array(data), byte => byte.toString(16).padStart(2, "0")).join("");
const bytes = text => Uint8Array.from(text.match(/../g) || [], pair => parseInt(pair, 16));
const socket = new WebSocket(URI);
socket.binaryType = "arraybuffer";
socket.onopen = () => { tell("compressed " + (socket.extensions ? "yes" : "no")); tell("ready"); };
socket.onmessage = event => tell("frame " + hex(event.data));
socket.onclose = event => tell("closed " + event.code);
"""


class Browser:
    """A Chromium without a window, with one page."""

    def __init__(self, profile):
        commands_out, self.commands = os.pipe()
        self.answers, answers_in = os.pipe()
        command = [
            shutil.which("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-dev-shm-usage", "--ignore-certificate-errors",
            "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank",
        ]

        def place_pipes():
            # The protocol's pipes are descriptors 3 and 4. They may be in each other's place.
            reading, writing = os.dup(commands_out), os.dup(answers_in)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, close_fds=False, preexec_fn=place_pipes)
        os.close(commands_out)
        os.close(answers_in)
        self.incoming = os.fdopen(self.answers, "rb", buffering=0)
        self.buffer = b""
        self.number = 0

    def call(self, method, session=None, **parameters):
        """Sends a call, and returns its number."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        return self.number

    def messages(self):
        while True:
            while b"\0" in self.buffer:
                message, _, self.buffer = self.buffer.partition(b"\0")
                yield json.loads(message)
            more = self.incoming.read(1 << 20)
            if not more:
                return
            self.buffer += more

    def answer(self, number):
        return next(message for message in self.messages() if message.get("id") == number)["result"]


def obey(browser, session):
    for command, detail in commands():
        if command == "send":
            browser.call("Runtime.evaluate", session, expression=f"socket.send(bytes('{detail}'))")
        elif command == "close":
            browser.call("Runtime.evaluate", session, expression="socket.close(1000)")
    browser.process.terminate()


def main():
    options = Options()
    browser = Browser(options.profile)
    target = browser.answer(browser.call("Target.createTarget", url="about:blank"))["targetId"]
    session = browser.answer(browser.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
    browser.call("Runtime.enable", session)
    browser.call("Runtime.addBinding", session, name="tell")
    browser.call("Runtime.evaluate", session, expression=f"const URI = {json.dumps(options.uri)};\n{PAGE}")
    threading.Thread(target=obey, args=(browser, session), daemon=True).start()
    for message in browser.messages():
        if message.get("method") == "Runtime.bindingCalled":
            say(*message["params"]["payload"].split(" ", 1))
    browser.process.wait()


main()
