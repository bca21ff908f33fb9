"""Where a Swift source can be changed: comparisons, logical and arithmetic operators, constants, conditions, `min` and `max`.

Reads tokens, not grammar: what has no meaning after a change does not compile, and such a site is replaced by another.
"""

import pathlib
import re
import sys
from dataclasses import dataclass

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "swift"))

from texts import blanked

SWAPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
           "+": "-", "-": "+", "&+": "&-", "&-": "&+", "true": "false", "false": "true", "min": "max", "max": "min"}

# The formatter has blanks on both sides of a binary operator, and on neither side of the `<` of a generic.
OPERATOR = re.compile(r"(?<=\s)(?:<=|>=|==|!=|&&|\|\||&\+|&-|<|>|\+|-)(?=\s)")
INTEGER = re.compile(r"(?<![\w$])(?<!(?<!\.)\.)(?:0x[0-9a-fA-F_]+|0b[01_]+|[0-9][0-9_]*)(?!\w)(?!\.\w)")
BOOLEAN = re.compile(r"(?<![\w.`])(?:true|false)(?![\w`])")
EXTREMUM = re.compile(r"(?<![\w.`])(?<!func )(?:min|max)(?=\()")
CONDITION = re.compile(r"(?<![\w.#`])(?<!\} )(?:if|guard|while)(?=\s)(?!\s\w+:)")
NO_BOOLEAN = re.compile(r"(?:let|var|case|_ =)\b|#")


@dataclass(frozen=True)
class Site:
    """A change of one place: `text[start:end]` becomes `changed`."""

    path: str
    start: int
    end: int
    kind: str
    original: str
    changed: str


def sites(path, text):
    """All sites of a source, in order: of those that begin and end alike, as an integer's two, one can be chosen at a time."""
    code = blanked(text)
    found = []

    def add(kind, start, end, changed):
        found.append(Site(path, start, end, kind, text[start:end], changed))

    for match in OPERATOR.finditer(code):
        before, after = code[:match.start()].rstrip(), code[match.end():].lstrip()
        # Texts and arrays are joined, and never taken from each other.
        isJoining = match[0] == "+" and (before[-1:] == '"' or after[:1] in '"[')
        if not before.endswith("func") and not isJoining:
            add("operator", *match.span(), SWAPPED[match[0]])
    for match in INTEGER.finditer(code):
        value = int(match[0].replace("_", ""), 0)
        for changed in (value + 1, value - 1):
            if changed >= 0:
                add("integer", *match.span(), hex(changed) if match[0].startswith("0x") else str(changed))
    for kind, pattern in (("boolean", BOOLEAN), ("extremum", EXTREMUM)):
        for match in pattern.finditer(code):
            add(kind, *match.span(), SWAPPED[match[0]])
    for match in CONDITION.finditer(code):
        for start, end in clauses(code, match.end()):
            add("condition", start, end, f"!({text[start:end]})")
    return sorted(found, key=lambda site: (site.start, -site.end, site.changed))


def clauses(code, start):
    """The boolean clauses of the condition that begins at `start` and ends with `else` or an opening brace."""
    depth, first = 0, start
    for at in range(start, len(code)):
        ends = depth == 0 and (code[at] in ",{" or re.match(r"\belse\b", code[at:at + 5]))
        if ends:
            clause = code[first:at]
            left, right = first + len(clause) - len(clause.lstrip()), first + len(clause.rstrip())
            if left < right and not NO_BOOLEAN.match(clause.lstrip()):
                yield left, right
            first = at + 1
            if code[at] != ",":
                return
        depth += (code[at] in "([{") - (code[at] in ")]}")
