"""Runs a command on a terminal and types its password: `terminal.py PASSWORD COMMAND…`.

Tells `silent` or `echoing` when it is asked for the password, then what else was on the screen, then the exit code.
"""

import os
import pty
import sys
import termios

from lines import say

ECHO_FLAGS = 3


def read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:  # EIO: the last program has left the terminal
        return b""


def main():
    password, command = sys.argv[1], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    screen = b""
    while b"Password: " not in screen:
        chunk = read(terminal)
        if not chunk:
            break
        screen += chunk
    else:
        say("echoing" if termios.tcgetattr(terminal)[ECHO_FLAGS] & termios.ECHO else "silent")
        os.write(terminal, password.encode() + b"\n")
    while chunk := read(terminal):
        screen += chunk
    say("screen", screen)
    say("exit", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
