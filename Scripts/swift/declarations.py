"""What a Swift source declares: types, properties and functions, with their access, documentation and lengths.

Reads tokens, not grammar, and relies on the formatter: a declaration begins a line, and binary operators have blanks on both sides.
"""

import bisect
import re
from dataclasses import dataclass, field, replace

from texts import blanked

TOKEN = re.compile(
    r'`?[A-Za-z_]\w*`?|[@#]\w+|->|\.\.[.<]|(?<=\s)[-+*/%&|^~=!?<>.]+(?=\s)|[-+*/%&|^~=!?.$<>(){}\[\],:;]|"[^"]*"|\d\w*(?:\.\d\w*)?')
ACCESS = ("open", "public", "package", "internal", "fileprivate", "private")
MODIFIERS = frozenset(ACCESS) | {
    "static", "class", "final", "lazy", "weak", "unowned", "mutating", "nonmutating", "override", "required", "convenience", "dynamic",
    "nonisolated", "isolated", "indirect", "optional", "prefix", "postfix", "infix", "consuming", "borrowing", "distributed", "sending"}
TYPES = frozenset(("struct", "class", "actor", "enum", "protocol", "extension"))
FUNCTIONS = frozenset(("func", "init", "deinit", "subscript"))
KEYWORDS = TYPES | FUNCTIONS | {
    "let", "var", "case", "typealias", "associatedtype", "import", "operator", "precedencegroup", "macro", "#else", "#endif"}
# After these an expression or a type goes on in the next line.
UNFINISHED = frozenset((":", "=", ",", "->", "&", "."))
CONDITIONS = frozenset(("if", "guard", "while"))
OPENING, CLOSING = "([{", ")]}"


class Unbalanced(Exception):
    """Brackets that do not match, as where `#if` has one half of a pair."""


@dataclass
class Declaration:
    """A type, a property, a function or an alias.

    `kind` is the keyword, and `owner` the full name of the type around it, without the module; empty in a file. `line` is its first, with
    its attributes, and `last` the line of the brace that closes it; 0 if it has none.
    """

    kind: str
    name: str
    owner: str
    line: int
    access: str
    setter: str
    modifiers: frozenset
    isHidden: bool
    isDocumented: bool
    isStored: bool = False
    last: int = 0

    @property
    def lineCount(self):
        """The lines of a function, from its first to its closing brace; 0 if it has no body."""
        return self.last - self.line + 1 if self.last else 0

    @property
    def fullName(self):
        """The name with those of the types around it."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


@dataclass
class Source:
    """A file: its declarations, whether it has conditions, and the identifiers in it.

    `accessed` are those after a dot; `bare` has for each type those in its body or its extensions, and `mutating` those in functions that
    are marked so.
    """

    path: str
    lineCount: int
    hasConditions: bool = False
    declarations: list = field(default_factory=list)
    accessed: set = field(default_factory=set)
    bare: dict = field(default_factory=dict)
    mutating: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """Where a declaration stands: in a file, in a type, or in the body of a function."""

    kind: str
    owner: str = ""
    access: str = "internal"
    isHidden: bool = False


class Reader:
    """Reads one source."""

    def __init__(self, path, text):
        self.text = text
        code = blanked(text)
        tokens = list(TOKEN.finditer(code))
        self.tokens = [token[0].strip("`") if token[0] != "``" else token[0] for token in tokens]
        self.starts = [token.start() for token in tokens]
        self.ends = [token.end() for token in tokens]
        self.beginsLine = [True] + ["\n" in code[end:start] for end, start in zip(self.ends, self.starts[1:])]
        self.lines = [match.start() for match in re.finditer("\n", text)]
        self.partner = self.partners(path)
        self.source = Source(path, len(text.splitlines()), not CONDITIONS.isdisjoint(self.tokens))
        self.source.accessed = {name for dot, name in zip(self.tokens, self.tokens[1:]) if dot == "."}
        self.members(0, len(self.tokens), Scope("file"))

    def partners(self, path):
        """For each opening bracket the index of the one that closes it."""
        partner, opened = {}, []
        for index, token in enumerate(self.tokens):
            if token in OPENING:
                opened.append(index)
            elif token in CLOSING:
                if not opened or OPENING.index(self.tokens[opened[-1]]) != CLOSING.index(token):
                    raise Unbalanced(f"{path}:{self.line(index)}: {token} closes nothing")
                partner[opened.pop()] = index
        if opened:
            raise Unbalanced(f"{path}:{self.line(opened[-1])}: {self.tokens[opened[-1]]} is not closed")
        return partner

    def line(self, index):
        return bisect.bisect_left(self.lines, self.starts[index]) + 1

    def past(self, index):
        """The token behind this one, or behind the brackets that it opens."""
        return self.partner.get(index, index) + 1

    def beginsDeclaration(self, index):
        token = self.tokens[index]
        if token != ";" and not self.beginsLine[index] and self.tokens[index - 1] != ";":
            return False
        isWord = token in KEYWORDS or token in MODIFIERS or token[0] == "@"
        return token == ";" or isWord and (index == 0 or self.tokens[index - 1] not in UNFINISHED)

    def members(self, index, end, scope):
        """Reads the declarations of a file or of the body of a type."""
        while index < end:
            index = self.member(index, end, scope)

    def member(self, first, end, scope):
        """Reads one declaration, and returns where the next may begin."""
        modifiers, access, setter = set(), None, None
        index = first
        while index < end:
            token = self.tokens[index]
            if token[0] == "@":
                index = self.pastAttribute(index, end)
                continue
            if token not in MODIFIERS or token == "class" and self.isTypeKeyword(index, end):
                break
            isOfSetter = self.tokens[index + 1:index + 4] == ["(", "set", ")"]
            if isOfSetter:
                setter = token
            elif token in ACCESS:
                access = token
            modifiers.add(token)
            index = self.past(index + 1) if self.tokens[index + 1:index + 2] == ["("] else index + 1
        if index >= end or self.tokens[index] not in KEYWORDS:
            return self.past(index) if index < end else end
        access = access or scope.access
        before = self.text[self.ends[first - 1]:self.starts[first]] if first else "\n" + self.text[:self.starts[first]]
        declaration = Declaration(
            self.tokens[index], "", scope.owner, self.line(first), access, setter or access, frozenset(modifiers),
            scope.isHidden or access in ("private", "fileprivate"), re.search(r"\n[ \t]*(?:///|/\*\*)", before) is not None)
        return self.dispatch(declaration, index, end, scope)

    def dispatch(self, declaration, index, end, scope):
        if declaration.kind in TYPES:
            return self.type(declaration, index, end, scope)
        if declaration.kind in FUNCTIONS:
            return self.function(declaration, index, end)
        if declaration.kind in ("let", "var"):
            return self.properties(declaration, index, end, scope)
        if declaration.kind in ("typealias", "associatedtype"):
            declaration.name = self.tokens[index + 1]
            self.source.declarations.append(declaration)
        index += 1
        while index < end and not self.beginsDeclaration(index):
            index = self.past(index)
        return index

    def isTypeKeyword(self, index, end):
        """Whether `class` stands for a type, not for what belongs to one."""
        after = self.tokens[index + 1] if index + 1 < end else ""
        return after not in MODIFIERS and after not in ("func", "var", "let", "subscript")

    def pastAttribute(self, index, end):
        index += 1
        while index + 1 < end and self.tokens[index] == "." and not self.beginsLine[index]:
            index += 2
        hasArguments = index < end and self.tokens[index] == "(" and self.starts[index] == self.ends[index - 1]
        return self.past(index) if hasArguments else index

    def type(self, declaration, index, end, scope):
        """Reads a type or an extension: name, generics, what it conforms to, and its members."""
        name, depth, index = [], 0, index + 1
        isNamed = False
        while index < end and self.tokens[index] != "{":
            token = self.tokens[index]
            isNamed = isNamed or token in (":", "where")
            depth += (token == "<") - (token == ">")
            if not isNamed and depth == 0 and token not in "<>":
                name.append(token)
            index = self.past(index)
        if index >= end:
            return end
        close = self.partner[index]
        declaration.name, declaration.last = "".join(name), self.line(close)
        self.source.declarations.append(declaration)
        inherited = declaration.access if declaration.kind == "extension" else "internal"
        isHidden = declaration.isHidden and declaration.kind != "extension" or scope.isHidden
        self.note(self.source.bare, declaration.fullName, index)
        self.members(index + 1, close, Scope(declaration.kind, declaration.fullName, inherited, isHidden))
        return close + 1

    def note(self, identifiers, type, brace):
        """Notes the identifiers between a brace and the one that closes it."""
        identifiers.setdefault(type, set()).update(self.tokens[brace:self.partner[brace]])

    def function(self, declaration, index, end):
        named = index + 1
        declaration.name = self.tokens[named] if declaration.kind == "func" else declaration.kind
        index = named + 1 if declaration.kind == "func" else named
        while index < end and self.tokens[index] != "{" and not self.beginsDeclaration(index):
            index = self.past(index)
        self.source.declarations.append(declaration)
        if index < end and self.tokens[index] == "{":
            declaration.last = self.line(self.partner[index])
            if "mutating" in declaration.modifiers:
                self.note(self.source.mutating, declaration.owner, index)
            self.body(index + 1, self.partner[index], declaration.fullName + "()")
            return self.partner[index] + 1
        return index

    def body(self, index, end, owner):
        """Reads the functions and the types that are local to a body."""
        scope = Scope("body", owner, isHidden=True)
        while index < end:
            token = self.tokens[index]
            isNamed = index + 1 < end and re.match(r"[A-Za-z_]", self.tokens[index + 1]) and not self.beginsLine[index + 1]
            isFirst = self.beginsLine[index] or self.tokens[index - 1] in MODIFIERS or self.tokens[index - 1] in "{;"
            if token == "func" or token in TYPES and isNamed and isFirst:
                index = self.member(index, end, scope)
            else:
                index += 1

    def properties(self, declaration, index, end, scope):
        """Reads a `let` or a `var`, which may declare several."""
        index += 1
        isOfInstance = scope.kind in ("struct", "class", "actor") and not declaration.modifiers & {"static", "class"}
        while index < end:
            names, index = self.pattern(index)
            isComputed, last, index = self.definition(index, end, f"{declaration.owner}.{names[0] if names else '_'}")
            for name in names:
                self.source.declarations.append(replace(
                    declaration, name=name, isStored=isOfInstance and not isComputed, last=last))
            if index >= end or self.tokens[index] != ",":
                break
            index += 1
        return index

    def pattern(self, index):
        """The names that a pattern declares, and the token behind it."""
        if self.tokens[index] != "(":
            return [self.tokens[index]], index + 1
        close = self.partner[index]
        return [token for token in self.tokens[index:close] if re.match(r"[A-Za-z]", token)], close + 1

    def definition(self, index, end, name):
        """Reads what follows a property's name: whether it is computed, the last line of its accessors, and where it ends."""
        isComputed, last, depth, hasValue = False, 0, 0, False
        while index < end and not self.beginsDeclaration(index):
            token = self.tokens[index]
            if token == "," and depth == 0 and self.isDeclarator(index + 1, end):
                break
            # The `<` of a generic has no blank before it.
            isGeneric = token in "<>" and (depth or self.starts[index] == self.ends[index - 1])
            depth = max(0, depth + (token == "<") - (token == ">")) if isGeneric else depth
            hasValue = hasValue or token == "="
            if token == "{":
                isObserver = self.tokens[index + 1] in ("willSet", "didSet")
                isComputed = isComputed or not hasValue and not isObserver
                last = self.line(self.partner[index]) if isObserver or not hasValue else last
                self.body(index + 1, self.partner[index], name)
            index = self.past(index)
        return isComputed, last, index

    def isDeclarator(self, index, end):
        """Whether another property of the same `let` or `var` follows a comma."""
        if index >= end or not re.match(r"[A-Za-z_(]", self.tokens[index]):
            return False
        after = self.past(index)
        return after >= end or self.tokens[after] in (":", "=", ",", "{") or self.beginsDeclaration(after)


def read(path, text):
    """The declarations of a source.

    Raises `Unbalanced`.
    """
    return Reader(path, text).source
