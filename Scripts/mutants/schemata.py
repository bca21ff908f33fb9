"""Mutant schemata: many mutants in one build, of which the environment variable MUTANT chooses one when a program runs.

Every mutant has a number. Where it is, the source calls a function that does the one or the other; those of a module stand in a file
`Mutants.swift` beside its sources. Numbers, and whatever else the mutants need, are no part of the package: they are in a copy of it.
"""

import itertools
import pathlib
import re
import subprocess
from typing import NamedTuple

PRECEDENCE = {"&&": "LogicalConjunction", "||": "LogicalDisjunction", "+": "Addition", "-": "Addition", "&+": "Addition",
              "&-": "Addition"}

# Operators are named by one character each, of those that Swift takes for one.
NAMES = [chr(code) for code in itertools.chain(range(0x2A00, 0x2B00), range(0x2200, 0x2300), range(0x2900, 0x2980), range(0x2190, 0x2200))]
MOST = 600

# What a mutant causes may well be worth a warning, and the tests end to end are of no module.
UNWANTED = rb'\.treatAllWarnings\(as: \.error\),|\.testTarget\(\s*name: "EndToEndTests"[^)]*\),'

COMMON = """internal import Glibc
let chosenMutant: Int = getenv("MUTANT").flatMap {{ Int(String(cString: $0)) }} ?? 0
public func mutant{module}(_ number: Int) -> Bool {{ number == chosenMutant }}
public func mutant{module}<T>(_ number: Int, _ original: T, _ changed: T) -> T {{ number == chosenMutant ? changed : original }}
public func mutant{module}Min<T: Comparable>(_ number: Int, _ a: T, _ b: T) -> T {{ number == chosenMutant ? max(a, b) : min(a, b) }}
public func mutant{module}Max<T: Comparable>(_ number: Int, _ a: T, _ b: T) -> T {{ number == chosenMutant ? min(a, b) : max(a, b) }}
public func mutant{module}Min<T: Comparable>(_ number: Int, _ a: T, _ b: T, _ c: T) -> T {{
    number == chosenMutant ? max(a, b, c) : min(a, b, c)
}}
public func mutant{module}Max<T: Comparable>(_ number: Int, _ a: T, _ b: T, _ c: T) -> T {{
    number == chosenMutant ? min(a, b, c) : max(a, b, c)
}}
"""

ORDER = """public func {name} <T: Comparable>(a: T, b: T) -> Bool {{ {either} }}
@_disfavoredOverload public func {name} <T: BinaryInteger, U: BinaryInteger>(a: T, b: U) -> Bool {{ {either} }}
"""
EQUALITY = """public func {name} <T: Equatable>(a: T, b: T) -> Bool {{ {either} }}
@_disfavoredOverload public func {name} <T: BinaryInteger, U: BinaryInteger>(a: T, b: U) -> Bool {{ {either} }}
@_disfavoredOverload public func {name} <T: ~Copyable>(a: borrowing T?, b: _OptionalNilComparisonType) -> Bool {{ {either} }}
@_disfavoredOverload public func {name} (a: Any.Type?, b: Any.Type?) -> Bool {{ {either} }}
"""
LOGIC = """public func {name} (a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool {{
    mutant{module}({number}) ? try a {changed} b() : try a {original} b()
}}
"""
SUM = """public func {name} <T: AdditiveArithmetic>(a: T, b: T) -> T {{ {either} }}
@_disfavoredOverload public func {name} <T: Strideable>(a: T, b: T.Stride) -> T {{
    a.advanced(by: mutant{module}({number}) ? 0 {changed} b : 0 {original} b)
}}
@_disfavoredOverload public func {name} (a: ContinuousClock.Instant, b: Duration) -> ContinuousClock.Instant {{ {either} }}
"""
WRAPPING = "public func {name} <T: FixedWidthInteger>(a: T, b: T) -> T {{ {either} }}\n"
BODIES = {"<": ORDER, "<=": ORDER, ">": ORDER, ">=": ORDER, "==": EQUALITY, "!=": EQUALITY, "&&": LOGIC, "||": LOGIC,
          "+": SUM, "-": SUM, "&+": WRAPPING, "&-": WRAPPING}


def module(site):
    return site.path.split("/")[1]


def declaration(site, number):
    """What the module's file says for one mutant."""
    if site.kind != "operator":
        return ""
    names = {"name": NAMES[number - 1], "number": number, "module": module(site), "original": site.original, "changed": site.changed}
    names["either"] = "mutant{module}({number}) ? a {changed} b : a {original} b".format_map(names)
    precedence = PRECEDENCE.get(site.original, "Comparison")
    return f"infix operator {NAMES[number - 1]}: {precedence}Precedence\n" + BODIES[site.original].format_map(names)


def edits(site, number):
    """What becomes of the source: (start, end, text), of which a condition has two, as mutants may stand in it."""
    call = f"mutant{module(site)}"
    if site.kind == "operator":
        return [(site.start, site.end, NAMES[number - 1])]
    if site.kind == "condition":
        return [(site.start, site.start, f"({call}({number}) != ("), (site.end, site.end, "))")]
    if site.kind == "extremum":
        return [(site.start, site.end + 1, f"{call}{site.original.capitalize()}({number}, ")]
    return [(site.start, site.end, f"{call}({number}, {site.original}, {site.changed})")]


def rewritten(text, mutants):
    """The source with the mutants of it, given as number and site."""
    parts, at = [], 0
    for start, end, replacement in sorted(edit for number, site in mutants for edit in edits(site, number)):
        parts += [text[at:start], replacement]
        at = end
    return "".join(parts) + text[at:]


class CompileError(NamedTuple):
    """Where the compiler finds a fault, and the value of the literal that a type has no room for, if that is it."""

    path: str
    line: int
    overflowing: int | None = None


def compile_errors(output, directory):
    """What the compiler complains of in the sources below a directory."""
    found = re.findall(rf"^{re.escape(str(directory))}/(Sources/[^:\n]*):(\d+):\d+: error:(?: integer literal '-?(\d+)' overflows)?",
                       output, re.MULTILINE)
    return {CompileError(path, int(line), int(value) if value else None) for path, line, value in found}


class Copy:
    """A copy of the package with mutants in it. What stays as it was keeps its time, so that it is not compiled again."""

    def __init__(self, package, directory):
        self.package, self.directory = pathlib.Path(package), pathlib.Path(directory)
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "Package.swift", "Sources", "Tests", "Packaging"],
                                cwd=self.package, check=True, capture_output=True, text=True)
        self.paths = [path for path in listed.stdout.split("\n") if path and (self.package / path).is_file()]
        self.content = {path: (self.package / path).read_bytes() for path in self.paths}
        self.modes = {path: (self.package / path).stat().st_mode for path in self.paths}
        self.sources = {path: data.decode() for path, data in self.content.items()
                        if path.startswith("Sources/") and path.endswith(".swift")}
        self.modules = sorted({path.split("/")[1] for path in self.sources})

    def lines(self, site):
        """The numbers of the lines that a site stands in."""
        text = self.sources[site.path]
        first = text.count("\n", 0, site.start) + 1
        return range(first, first + site.original.count("\n") + 1)

    def write(self, mutants):
        """Has the copy contain these mutants, numbered, and nothing that the package no longer has."""
        content = dict(self.content)
        content["Package.swift"] = re.sub(UNWANTED, b"", content["Package.swift"])
        for path in {site.path for _, site in mutants}:
            inside = [(number, site) for number, site in mutants if site.path == path]
            content[path] = rewritten(self.sources[path], inside).encode()
        for name in self.modules:
            declarations = [declaration(site, number) for number, site in mutants if module(site) == name]
            content[f"Sources/{name}/Mutants.swift"] = (COMMON.format(module=name) + "".join(declarations)).encode()
        for path, data in content.items():
            file = self.directory / path
            if not file.exists() or file.read_bytes() != data:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            file.chmod(self.modes.get(path, 0o644))
        for directory in ("Sources", "Tests"):
            for file in (self.directory / directory).rglob("*"):
                if file.is_file() and str(file.relative_to(self.directory)) not in content:
                    file.unlink()

    def build(self, swift):
        """Builds the tests. Gives the errors in the sources; raises what was printed if there are others."""
        built = subprocess.run([swift, "build", "--build-tests"], cwd=self.directory, capture_output=True, text=True)
        if built.returncode == 0:
            return set()
        errors = compile_errors(built.stdout, self.directory)
        if not errors or any(error.path.endswith("/Mutants.swift") for error in errors):
            raise RuntimeError(built.stdout[-6000:] + built.stderr[-2000:])
        return errors
