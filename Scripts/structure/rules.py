"""What is counted over the sources, and the targets."""

import collections
import math
import pathlib
import statistics
import sys
from dataclasses import dataclass, field

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "swift"))

from declarations import FUNCTIONS, TYPES, Unbalanced, read

NAMED_TYPES = TYPES - {"extension"}
CLOSED = ("private", "fileprivate")
LONGEST_FUNCTION = 20


@dataclass
class Rule:
    """A number of the whole project or one for each type, file or folder, and between which bounds it is to be.

    `measured` has the numbers by name, where those within the bounds may be left out. A number that is `isTotal` stands in the list of
    exceptions even if it is within the bounds. A number that differs from the listed one by `slack` at most is as good as that.
    """

    name: str
    title: str
    low: float = -math.inf
    high: float = math.inf
    isTotal: bool = False
    slack: int = 0
    measured: dict = field(default_factory=dict)

    def distance(self, number):
        """How far a number is from its bounds: negative if it is within."""
        return max(self.low - number, number - self.high)

    def exceptions(self):
        """The numbers that are outside of the bounds, and totals."""
        return {name: number for name, number in self.measured.items() if self.isTotal or self.distance(number) > 0}

    @property
    def worst(self):
        """The name and the number that is farthest from the bounds."""
        return max(self.measured.items(), key=lambda item: (self.distance(item[1]), item[0]), default=("", 0))


def paths(directory):
    """The Swift files of a directory and those below, in order."""
    return sorted(path for path in directory.rglob("*.swift") if ".build" not in path.parts)


def sources(package):
    """The sources of a package, read.

    Raises `Unbalanced`.
    """
    return [read(str(path.relative_to(package)), path.read_text()) for path in paths(package / "Sources")]


def rules(package, sources):
    """The rules, with what was measured."""
    declared = [(source, declaration) for source in sources for declaration in source.declarations]
    return [
        Rule("stored-properties", "Stored properties of a type", high=12, measured=storedProperties(declared)),
        Rule("settable-properties", "Properties of a type that other files can set", high=0,
             measured=settableProperties(sources, declared)),
        Rule("loose-files", "Files loose in a folder", high=15,
             measured=collections.Counter(str(pathlib.PurePath(source.path).parent) for source in sources)),
        Rule("same-name", "Files that declare a type of one name", high=1, measured=typeNames(declared)),
        Rule("file-lines", "Lines of a file", high=300, measured={source.path: source.lineCount for source in sources}),
        medianLines(sources),
        longFunctions(declared),
        Rule("public-symbols", "Public symbols", high=300, isTotal=True, measured={"Sources": len(public(declared))}),
        Rule("undocumented", "Public symbols of a file without documentation", high=0, measured=collections.Counter(
            source.path for source, declaration in public(declared) if not declaration.isDocumented)),
        testLines(package, sources),
        untested(package, sources),
    ]


def storedProperties(declared):
    """Properties in which an instance of a type keeps something, `#if` or not: the same name counts once."""
    names = collections.defaultdict(set)
    for _, declaration in declared:
        if declaration.isStored:
            names[declaration.owner].add(declaration.name)
    return {type: len(names) for type, names in names.items()}


def settableProperties(sources, declared):
    """Variables of a type that another file can set and uses.

    Of a class or an actor, each counts that is used there. A struct is a value: the owner of a copy may set what it likes. There a variable
    counts if a mutating function in another file uses it, unless it is public, and so can be set by contract.
    """
    kinds = {declaration.fullName: declaration.kind for _, declaration in declared if declaration.kind in NAMED_TYPES}
    accessed, bare, mutating = (collections.defaultdict(set) for _ in range(3))
    for source in sources:
        for name in source.accessed:
            accessed[name].add(source.path)
        for users, identifiers in ((bare, source.bare), (mutating, source.mutating)):
            for type, names in identifiers.items():
                for name in names:
                    users[type, name].add(source.path)
    settable = collections.Counter()
    for source, declaration in declared:
        isOpen = not declaration.isHidden and declaration.setter not in CLOSED
        if not (declaration.isStored and declaration.kind == "var" and isOpen):
            continue
        type, name = declaration.owner, declaration.name
        users = bare[type, name] | accessed[name]
        if kinds.get(type) == "struct":
            users = mutating[type, name] if declaration.setter == "internal" else set()
        settable[type] += bool(users - {source.path})
    return settable


def typeNames(declared):
    """How many files declare a type of the same name."""
    files = collections.defaultdict(set)
    for source, declaration in declared:
        if declaration.kind in NAMED_TYPES:
            files[declaration.fullName].add(source.path)
    return {name: len(paths) for name, paths in files.items()}


def medianLines(sources):
    median = math.floor(statistics.median([source.lineCount for source in sources] or [0]))
    # One more file may move it by a line or two.
    return Rule("median-file-lines", "Lines of a file, median", low=60, high=110, slack=2, measured={"Sources": median})


def longFunctions(declared):
    """Functions with accessors that are longer than they should be, of which there may be a few."""
    functions = [declaration for _, declaration in declared
                 if declaration.lineCount and (declaration.kind in FUNCTIONS or declaration.kind == "var")]
    long = sum(function.lineCount > LONGEST_FUNCTION for function in functions)
    title = f"Functions with more than {LONGEST_FUNCTION} lines, of {len(functions)}"
    return Rule("long-functions", title, high=len(functions) // 100, measured={"Sources": long})


def public(declared):
    return [(source, declaration) for source, declaration in declared
            if declaration.access in ("public", "open") and declaration.kind != "extension" and not declaration.isHidden]


def testLines(package, sources):
    lines = sum(len(path.read_text().splitlines()) for path in paths(package / "Tests"))
    percent = 100 * lines // max(1, sum(source.lineCount for source in sources))
    return Rule("test-lines", "Lines of tests for 100 lines of sources", low=120, measured={"Tests": percent})


def untested(package, sources):
    """Files with conditions, in which there is something to test, and no file of tests that bears the name of their type."""
    names = [path.stem for path in paths(package / "Tests")]
    files = [source.path for source in sources if source.hasConditions]
    missing = sum(not any(name.startswith(pathlib.PurePath(file).stem.split("+")[0]) for name in names) for file in files)
    title = f"Files without tests of their name, of {len(files)} with conditions"
    return Rule("untested-files", title, high=0, measured={"Sources": missing})
