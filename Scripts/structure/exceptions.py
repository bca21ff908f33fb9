"""The list of the exceptions there are: each may only come closer to its bounds, and is taken off the list when it is within."""

import pathlib

FILE = pathlib.PurePath("Scripts/structure/allowed.txt")


class Malformed(Exception):
    """A line that is no exception."""


def entry(rule, name, number):
    """A line of the list."""
    return f"{rule} {name} {number}"


def parsed(text):
    """The numbers of a list by rule and name; empty lines and comments are left out.

    Raises `Malformed`.
    """
    allowed, last = {}, ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        words = line.split(" ")
        if len(words) != 3 or not words[2].isdecimal():
            raise Malformed(f"{FILE}: '{line}' is not a rule, a name and a number")
        if line <= last:
            raise Malformed(f"{FILE}: '{line}' belongs before '{last}'")
        if (words[0], words[1]) in allowed:
            raise Malformed(f"{FILE}: '{words[0]} {words[1]}' stands there twice")
        last = line
        allowed[words[0], words[1]] = int(words[2])
    return allowed


def complaints(rules, allowed):
    """What is worse than the list allows, and what the list allows in vain."""
    found, exceptions = [], measured(rules)
    for (name, subject), (rule, number) in sorted(exceptions.items()):
        line, what = entry(name, subject, number), f"{subject}: {rule.title}: {number}"
        old = allowed.get((name, subject))
        if old is None:
            found.append(f"{what}, and the bound is {bounds(rule)}; fix it, or say in the commit why not and add '{line}' to {FILE}")
        elif rule.distance(number) > rule.distance(old) + rule.slack:
            found.append(f"{what} instead of {old}, and the bound is {bounds(rule)}; fix it, or say in the commit why not and write '{line}'"
                         f" in {FILE}")
        elif rule.distance(number) < rule.distance(old) - rule.slack:
            found.append(f"{what}, better than {old}; write '{line}' in {FILE}, or run make structure-update")
    for name, subject in sorted(allowed.keys() - exceptions.keys()):
        found.append(f"{subject}: {name}: no exception any more; remove '{entry(name, subject, allowed[name, subject])}' from {FILE},"
                     " or run make structure-update")
    return found


def measured(rules):
    """The exceptions, each with its rule and its number, by the rule's name and its own."""
    return {(rule.name, name): (rule, number) for rule in rules for name, number in rule.exceptions().items()}


def updated(text, rules):
    """The list with what has become better, and without what is no exception any more; what is worse or new stays a complaint."""
    exceptions, lines = measured(rules), []
    for (name, subject), old in parsed(text).items():
        if (name, subject) in exceptions:
            rule, number = exceptions[name, subject]
            lines.append(entry(name, subject, min(number, old, key=rule.distance)))
    head = [line for line in text.splitlines() if line.startswith("#") or not line]
    return "\n".join(head + sorted(lines)) + "\n"


def bounds(rule):
    """The bounds in words."""
    if rule.low > float("-inf") and rule.high < float("inf"):
        return f"{rule.low}–{rule.high}"
    return f"≥ {rule.low}" if rule.low > float("-inf") else f"≤ {rule.high}" if rule.high < float("inf") else "–"
