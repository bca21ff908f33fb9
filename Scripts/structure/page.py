"""The page that describes the architecture: its modules, and the journeys, hop by hop, as far as the sources can confirm them.

A journey is a section below `## Journeys`. Each of its hops is one line of a numbered list, which begins with a link to a file, the text of
which is a function or a property in code font, as Swift writes it outside of its type: `LearningSwitch.forward`.
"""

import math
import os
import pathlib
import re

from rules import Rule

FILE = pathlib.PurePath("docs/architecture.md")
# A journey's name on the page, and how many files it may lead through.
JOURNEYS = {
    "A frame out: TAP to socket": ("tap-to-socket", 12),
    "A frame in: socket to TAP": ("socket-to-tap", 14),
    "Accept to port": ("accept-to-port", 14),
    "Command line to tunnel": ("command-line-to-tunnel", math.inf),
}
HEADING = re.compile(r"^(#+) +(.*)$")
NUMBERED = re.compile(r"^\d+\. ")
FUNCTION = re.compile(r"\[`(?P<function>[\w.]+)`\]\((?P<file>[^)#]+)\)")
HOP = re.compile(NUMBERED.pattern + FUNCTION.pattern)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
MODULE = re.compile(r"^\| `(\w+)` \|.*\|([^|]*)\|$")


class Page:
    """The page of a package, and what its sources say to it."""

    def __init__(self, package, sources):
        self.text = (package / FILE).read_text()
        self.lines = list(enumerate(self.text.splitlines(), 1))
        self.package = package
        self.declared = {source.path: {declaration.fullName for declaration in source.declarations if declaration.kind != "extension"}
                         for source in sources}
        self.journeys, self.complaints = {name: [] for name in JOURNEYS}, []
        self.readJourneys()
        self.checkLinks()
        self.checkModules()

    def complain(self, number, what):
        self.complaints.append(f"{FILE}:{number}: {what}")

    def target(self, link):
        """The file that a link leads to, seen from the package."""
        return os.path.normpath(FILE.parent / link)

    def readJourneys(self):
        """Reads the hops of each journey."""
        journey, seen = None, set()
        for number, line in self.lines:
            if heading := HEADING.match(line):
                journey = heading[2] if heading[2] in JOURNEYS else None
                seen.add(journey)
            elif journey and NUMBERED.match(line):
                if hop := HOP.match(line):
                    self.journeys[journey].append(self.target(hop["file"]))
                else:
                    self.complain(number, "a hop begins with [`Type.function`](file)")
        for name in JOURNEYS.keys() - seen:
            self.complain(len(self.lines), f"the journey '{name}' is missing")

    def checkLinks(self):
        """Each link leads to a file, and each that names a function to the file in which that is declared."""
        for number, line in self.lines:
            for link in LINK.findall(line):
                if not (self.package / self.target(link)).exists():
                    self.complain(number, f"there is no {self.target(link)}")
            for function, link in FUNCTION.findall(line):
                file = self.target(link)
                if function not in self.declared.get(file, {function}):
                    others = self.files(function)
                    self.complain(number, f"{file} does not declare {function}" + (f", but {', '.join(others)} does" if others else ""))

    def files(self, function):
        """The files that declare a function."""
        return sorted(file for file, names in self.declared.items() if function in names)

    def checkModules(self):
        """Each module has a row, each row is of a module, and a module imports only those above it."""
        rows = {row[1]: (number, re.findall(r"`(\w+)`", row[2])) for number, line in self.lines if (row := MODULE.match(line))}
        modules = {path.name for path in (self.package / "Sources").iterdir() if path.is_dir()}
        for module in sorted(modules - rows.keys()):
            self.complain(len(self.lines), f"the module {module} has no row in the table of modules")
        above = set()
        for module, (number, imported) in rows.items():
            if module not in modules:
                self.complain(number, f"there is no module {module}")
            for name in imported:
                if name in rows and name not in above:
                    self.complain(number, f"{module} may not import {name}, which is not above it in the table")
            above.add(module)

    def updated(self):
        """The page with the links of functions corrected that have moved: those that one other file declares."""
        def corrected(match):
            file, others = self.target(match["file"]), self.files(match["function"])
            if match["function"] in self.declared.get(file, ()) or len(others) != 1:
                return match[0]
            return f"[`{match['function']}`]({os.path.relpath(others[0], FILE.parent)})"
        return FUNCTION.sub(corrected, self.text)

    def rules(self):
        """How many files each journey leads through."""
        return [Rule("journey-files", f"Files on the way '{name}'", high=high, measured={slug: len(set(self.journeys[name]))})
                for name, (slug, high) in JOURNEYS.items()]
