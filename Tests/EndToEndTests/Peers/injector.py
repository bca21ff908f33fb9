"""Makes system calls in the main thread of another process, as malicious code in it would (ptrace(2)); on x86-64.

    injector.py PID NUMBER[,ARGUMENT...]...

Prints a line for each call: its result, as the kernel returns it. All arguments are integers. The process goes on afterwards.
"""

import ctypes
import os
import sys

GETREGS, SETREGS, SINGLESTEP, ATTACH, DETACH = 12, 13, 9, 16, 17
# struct user_regs_struct
NAMES = (
    "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base ds es fs gs"
).split()
ARGUMENTS = "rdi rsi rdx r10 r8 r9".split()
SYSCALL = b"\x0f\x05"


class Registers(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulonglong) for name in NAMES]


libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def trace(request, process, data=None):
    if libc.ptrace(request, process, None, data) < 0:
        raise OSError(ctypes.get_errno(), f"ptrace {request}")


def call(process, saved, number, arguments):
    registers = Registers.from_buffer_copy(saved)
    registers.rax = number
    # Nothing that was interrupted is to be started again before this.
    registers.orig_rax = ctypes.c_ulonglong(-1).value
    registers.rip = saved.rip - len(SYSCALL)
    for name, value in zip(ARGUMENTS, arguments):
        setattr(registers, name, ctypes.c_ulonglong(value).value)
    trace(SETREGS, process, ctypes.addressof(registers))
    trace(SINGLESTEP, process)
    os.waitpid(process, 0)
    trace(GETREGS, process, ctypes.addressof(registers))
    return ctypes.c_longlong(registers.rax).value


def main(process, calls):
    trace(ATTACH, process)
    os.waitpid(process, 0)
    saved = Registers()
    trace(GETREGS, process, ctypes.addressof(saved))
    # The main thread waits in a system call: the instruction stands before where it goes on.
    with open(f"/proc/{process}/mem", "rb") as memory:
        memory.seek(saved.rip - len(SYSCALL))
        assert memory.read(len(SYSCALL)) == SYSCALL, "the thread is not in a system call"
    for words in calls:
        number, *arguments = [int(word, 0) for word in words.split(",")]
        print(call(process, saved, number, arguments))
    trace(SETREGS, process, ctypes.addressof(saved))
    trace(DETACH, process)


main(int(sys.argv[1]), sys.argv[2:])
