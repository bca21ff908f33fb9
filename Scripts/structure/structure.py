"""Counts what tells how well the sources are laid out, beside the targets: `make structure`.

    structure.py                 print all numbers as a table
    structure.py --all RULE      print the exceptions from a rule, by its name in `allowed.txt`, one a line
    structure.py --check         print what is worse than `allowed.txt` allows, or better, and what docs/architecture.md has wrong; fail then
    structure.py --update        write what has become better to `allowed.txt`, and correct the links of functions that have moved

Each takes another package's root as its last argument. Nothing is built.
"""

import argparse
import pathlib
import sys

import exceptions
from page import FILE, Page
from rules import Unbalanced, rules, sources

PACKAGE = pathlib.Path(__file__).resolve().parent.parent.parent


def table(measured):
    """All numbers beside their targets, with the name of what is farthest from the target, and how many miss it."""
    rows = [("", "today", "target", "exceptions", "farthest")]
    for rule in measured:
        name, number = rule.worst
        misses = sum(rule.distance(number) > 0 for number in rule.measured.values())
        isOfProject = len(rule.measured) == 1
        rows.append((rule.title, str(number), exceptions.bounds(rule), "-" if isOfProject else str(misses), "" if isOfProject else name))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join("  ".join(
        cell.rjust(width) if 0 < column < 4 else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths))).rstrip()
        for row in rows)


def run():
    parser = argparse.ArgumentParser(description="Count what tells how well the sources are laid out.")
    parser.add_argument("--all", metavar="RULE")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("package", nargs="?", type=pathlib.Path, default=PACKAGE)
    options = parser.parse_args()
    read = sources(options.package)
    page = Page(options.package, read)
    measured = rules(options.package, read) + page.rules()
    file = options.package / exceptions.FILE
    if options.update:
        file.write_text(exceptions.updated(file.read_text(), measured))
        (options.package / FILE).write_text(page.updated())
    elif options.check:
        complaints = exceptions.complaints(measured, exceptions.parsed(file.read_text())) + page.complaints
        print("\n".join(complaints), file=sys.stderr, end="\n" if complaints else "")
        sys.exit(1 if complaints else 0)
    elif options.all:
        listed = [exceptions.entry(rule.name, name, number) for rule in measured if rule.name == options.all
                  for name, number in rule.exceptions().items()]
        print("\n".join(sorted(listed)))
    else:
        print(table(measured))


def main():
    try:
        run()
    except (exceptions.Malformed, Unbalanced) as error:
        sys.exit(str(error))


main()
