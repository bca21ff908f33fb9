"""Changes one comparison, constant or condition at a time, and sees whether the tests of its module notice.

    mutants.py      COUNT=100 SEED=a number ONLY=Queueing,Auth JOBS=2 SWIFT=swift

Chooses COUNT sites by SEED among all modules, builds them into one copy of the package in .build/mutants (see `schemata.py`), and runs the
tests of a mutant's module once with that mutant. A failure, a crash and a hang all count as noticed. What does not compile is replaced by
another site. A mutant that survives is a test that is missing, or changes nothing that can be observed: then `equivalent.txt` has it, with
the reason. Fails when fewer than 97 % are noticed or explained.
"""

import collections
import concurrent.futures
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

from schemata import MOST, Copy, module
from sites import sites

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parent.parent
WANTED = 0.97


def tests(of):
    """The tests that are to notice a change of a module: its own."""
    return f"^{of}Tests\\."


class Choice:
    """The sites in a random order, without those that do not compile: what did not once is not tried again."""

    def __init__(self, copy, seed, only):
        chance = random.Random(seed)
        places = collections.defaultdict(list)
        for path, text in sorted(copy.sources.items()):
            for site in sites(path, text):
                if not only or module(site) in only:
                    places[path, site.start, site.end].append(site)
        order = [chance.choice(alike) for _, alike in sorted(places.items())]
        chance.shuffle(order)
        self.copy = copy
        self.rejected = []
        self.known = copy.directory / "rejected.txt"
        known = set(self.known.read_text().splitlines()) if self.known.exists() else set()
        self.left = list(enumerate((site for site in order if self.name(site) not in known), 1))

    def name(self, site):
        return f"{site.path} {difference(self.copy.sources[site.path], site)!r} {site.original!r}"

    def take(self, count):
        """The next sites, numbered."""
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def without(self, errors, mutants):
        """The mutants but for those that are to blame for errors."""
        bad = set()
        for error in errors:
            blamed = to_blame(error, mutants, self.copy.lines)
            if not blamed:
                raise RuntimeError(f"{error.path}:{error.line} does not compile, and has no mutant")
            bad.update(blamed)
        self.rejected += sorted(bad)
        with self.known.open("a") as file:
            file.writelines(f"{self.name(site)}\n" for _, site in sorted(bad))
        return [mutant for mutant in mutants if mutant not in bad]


def to_blame(error, mutants, lines):
    """The mutants that stand in the line of an error; where none does, the nearest one above it.

    A literal that its type has no room for is named by the error, which stands where the `switch` begins if the literal is of a pattern.
    """
    near = sorted((mutant for mutant in mutants if mutant[1].path == error.path), key=lambda mutant: mutant[1].start)
    alike = [mutant for mutant in near if mutant[1].kind == "integer" and int(mutant[1].changed, 0) == error.overflowing]
    if alike:
        return [mutant for mutant in alike if lines(mutant[1])[-1] >= error.line][:1] or alike[-1:]
    at = [mutant for mutant in near if error.line in lines(mutant[1])]
    above = [mutant for mutant in near if lines(mutant[1])[0] < error.line]
    return at or above[-1:] or near[:1]


def compiled(choice, copy, count, swift):
    """Builds `count` mutants. A few are taken in reserve, as a build takes minutes."""
    mutants = choice.take(count + count // 20 + 2)
    while True:
        print(f"building {len(mutants)} mutants, {len(choice.rejected)} did not compile", flush=True)
        copy.write(mutants)
        errors = copy.build(swift)
        mutants = choice.without(errors, mutants)
        missing = count - len(mutants)
        if not errors and (missing <= 0 or not choice.left):
            return mutants[:count]
        if missing > 0:
            mutants += choice.take(2 * missing)


class Runner:
    """Runs tests with a mutant, or with none."""

    def __init__(self, directory):
        self.directory = directory
        self.program = next((directory / ".build/debug").glob("*.xctest"))
        self.patience = {}

    def measure(self, name):
        """Runs a module's tests without a mutant, which have to pass."""
        began = time.monotonic()
        outcome = self.run(name, 0, 600)
        if outcome:
            raise RuntimeError(f"The tests of {name} fail without a mutant: {outcome}")
        self.patience[name] = 20 + 3 * (time.monotonic() - began)

    def run(self, name, number, patience=None):
        """What noticed the mutant: a test's failure, `a crash`, `a hang`, or nothing."""
        command = [self.program, "--testing-library", "swift-testing", "--filter", tests(name)]
        environment = os.environ | {"MUTANT": str(number), "SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"}
        # A file, as what a test has started may keep a pipe open.
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(command, cwd=self.directory, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                       stderr=subprocess.STDOUT, start_new_session=True)
            deadline = time.monotonic() + (patience or self.patience[name])
            failure = ""
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                if not failure and (failure := failed_test(output)):
                    deadline = min(deadline, time.monotonic() + 3)
            failure = failure or failed_test(output)
        hangs = process.poll() is None
        if hangs:
            os.killpg(process.pid, signal.SIGKILL)
        return failure or ("a hang" if hangs else "a crash" if process.wait() else "")


def failed_test(output):
    """The first test that the output has a failure of."""
    text = os.pread(output.fileno(), os.fstat(output.fileno()).st_size, 0).decode(errors="replace")
    failure = re.search(r"^\S* *(Test .*?) recorded an issue", text, re.MULTILINE)
    return failure[1] if failure else ""


def difference(text, site):
    """The change as lines without indentation: those of before after `-`, those of after after `+`."""
    first, last = text.rfind("\n", 0, site.start) + 1, text.find("\n", site.end)
    before, after = text[first:last], text[first:site.start] + site.changed + text[site.end:last]
    return "\n".join(f"{sign} {line.strip()}" for sign, lines in (("-", before), ("+", after)) for line in lines.split("\n"))


def explanations(text):
    """The reason for each change that nothing can notice, by path and difference."""
    entries = [entry.strip().split("\n") for entry in text.split("\n\n") if not entry.startswith("#")]
    return {(lines[0], "\n".join(line for line in lines if line[:2] in ("- ", "+ "))):
            " ".join(line for line in lines[1:] if line[:2] not in ("- ", "+ ")) for lines in entries if lines[0]}


def stale(explained, sources):
    """The changes that are explained and cannot be made, as their lines are not in the sources any more."""
    paths = {path for path, _ in explained if path in sources}
    possible = {(path, difference(sources[path], site)) for path in paths for site in sites(path, sources[path])}
    return sorted(set(explained) - possible)


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    count = int(os.environ.get("COUNT") or 100)
    seed = os.environ.get("SEED") or str(random.randrange(1_000_000))
    only = set(filter(None, os.environ.get("ONLY", "").split(",")))
    copy = Copy(PACKAGE, PACKAGE / ".build/mutants")
    choice = Choice(copy, seed, only)
    print(f"{len(choice.left)} sites, SEED={seed}", flush=True)
    mutants = compiled(choice, copy, min(count, MOST), os.environ.get("SWIFT", "swift"))
    for _, site in choice.rejected:
        print(f"does not compile: {place(copy, site)}")
    explained = explanations((HERE / "equivalent.txt").read_text())

    runner = Runner(copy.directory)
    for name in sorted({module(site) for _, site in mutants}):
        runner.measure(name)
    began = time.monotonic()

    def examine(mutant):
        number, site = mutant
        noticed = runner.run(module(site), number)
        known = (site.path, difference(copy.sources[site.path], site)) in explained
        outcome = f"noticed by {noticed}" if noticed else "explained" if known else "SURVIVED"
        print(f"{number:4} {place(copy, site)}: {outcome}" + (", and yet explained" if noticed and known else ""), flush=True)
        return site, outcome

    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS") or os.cpu_count() or 1)) as pool:
        outcomes = list(pool.map(examine, mutants))
    report(copy, outcomes, explained, time.monotonic() - began)


def place(copy, site):
    return f"{site.path}:{copy.lines(site)[0]} {' '.join(site.original.split())} → {' '.join(site.changed.split())}"


def report(copy, outcomes, explained, seconds):
    for wanted in ("explained", "SURVIVED"):
        for site, outcome in outcomes:
            if outcome == wanted:
                change = difference(copy.sources[site.path], site)
                print(f"\n{wanted}: {place(copy, site)}\n{change}\n{explained.get((site.path, change), '')}".rstrip())
    total = len(outcomes)
    known = sum(outcome == "explained" for _, outcome in outcomes)
    survived = sum(outcome == "SURVIVED" for _, outcome in outcomes)
    print(f"\n{total - known - survived} of {total} noticed, {known} explained, {survived} survived; {seconds / max(total, 1):.1f} s each")
    sys.exit(total - survived < WANTED * total)


if __name__ == "__main__":
    main()
