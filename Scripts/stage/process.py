"""A process of the tunnel, and what the kernel says of it."""

import asyncio
import os
import re
import signal


class Process:
    """Keeps the last lines of what it says."""

    def __init__(self, name, process):
        self.name = name
        self.process = process
        self.lines = []
        self.suspicious = []
        self.reading = asyncio.get_running_loop().create_task(self._read())

    @classmethod
    async def start(cls, name, command, said, password="", environment=None):
        """Starts it and waits until a line contains `said`."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            limit=1 << 20,
        )
        self = cls(name, process)
        self.process.stdin.write(password.encode() + b"\n")
        self.process.stdin.close()
        for _ in range(600):
            if any(said in line for line in self.lines):
                return self
            if process.returncode is not None:
                break
            await asyncio.sleep(0.1)
        raise RuntimeError(f"{name} did not say '{said}': " + "\n".join(self.lines[-5:]))

    async def _read(self):
        while line := (await self.process.stderr.readline()).decode(errors="replace"):
            # A report is kept whole, as far as it is of use.
            if (self.suspicious or re.search("Sanitizer|Fatal error", line)) and len(self.suspicious) < 100:
                self.suspicious.append(line.rstrip())
            self.lines = self.lines[-400:] + [line.rstrip()]

    @property
    def is_running(self):
        return self.process.returncode is None

    @property
    def memory(self):
        """Resident, in KiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    async def stop(self, number=signal.SIGTERM):
        """Ends it, and returns its exit status, 0 for one that ended as it was told."""
        if self.is_running:
            self.process.send_signal(number)
        status = await asyncio.wait_for(self.process.wait(), 60)
        await self.reading
        return 0 if status in (128 + number, -number) else status
