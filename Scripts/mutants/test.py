"""Shows which changes of a source are found, how they are built into it, and what is reported of them."""

import unittest

from mutants import HERE, PACKAGE, difference, explanations, stale, to_blame
from schemata import CompileError, compile_errors, declaration, rewritten
from sites import Site, sites

PATH = "Sources/Frame/File.swift"


def changes(text):
    return [f"{site.original} → {site.changed}" for site in sites(PATH, text)]


class Sites(unittest.TestCase):
    def test_operators_are_swapped_for_their_neighbours(self):
        self.assertEqual(changes("a <= b"), ["<= → <"])
        self.assertEqual(changes("a && b\n    || c &- d"), ["&& → ||", "|| → &&", "&- → &+"])

    def test_an_integer_has_two_changes_and_zero_one(self):
        self.assertEqual(changes("let a = 1_000"), ["1_000 → 1001", "1_000 → 999"])
        self.assertEqual(changes("a[0] ^ 0xff"), ["0 → 1", "0xff → 0x100", "0xff → 0xfe"])
        self.assertEqual(changes("0..<2"), ["0 → 1", "2 → 1", "2 → 3"])

    def test_booleans_and_extrema_are_swapped(self):
        self.assertEqual(changes("isOpen = min(a, b) > c || true"), ["min → max", "> → >=", "|| → &&", "true → false"])

    def test_each_clause_of_a_condition_is_negated(self):
        self.assertEqual(changes("guard let a, b.allSatisfy({ $0 }), case .c = d, e else { return }"),
                         ["b.allSatisfy({ $0 }) → !(b.allSatisfy({ $0 }))", "e → !(e)"])
        self.assertEqual(changes("if a { b() } else if c { d() }"), ["a → !(a)", "c → !(c)"])
        self.assertEqual(changes("while a,\n    b\n{ c() }"), ["a → !(a)", "b → !(b)"])

    def test_whatever_only_looks_alike_stays(self):
        for text in ("// a < b", "/* 1\n2 */", '"\\(a + 1) 2"', '"\\(names.map { "\\($0) 1" }) 2"', '#"1 " 2"#', '"""\n1 < "2"\n"""',
                     "@available(macOS 15, *)", "#if a && b", "let a: Array<Int> -> B", "static func < (a: A, b: A)", "$0.1", "a.0",
                     "sha1", "1.5", "sort(by: <)", "a += b", "a.min()", "func max(a: A)", ".true", "} while (a)",
                     "func all(while body: A) {"):
            self.assertEqual(changes(text), [], text)


class Schemata(unittest.TestCase):
    def mutated(self, text, *wanted):
        chosen = [site for site in sites(PATH, text) if site.changed in wanted]
        return rewritten(text, list(enumerate(chosen, 1)))

    def test_each_mutant_is_chosen_by_its_number(self):
        self.assertEqual(self.mutated("a = 5", "6"), "a = mutantFrame(1, 5, 6)")
        self.assertEqual(self.mutated("a = min(b, c)", "max"), "a = mutantFrameMin(1, b, c)")
        self.assertEqual(self.mutated("a <= b", "<"), "a \u2a00 b")

    def test_mutants_may_stand_in_each_other(self):
        self.assertEqual(self.mutated("if a > 5 { b() }", "!(a > 5)", "6"), "if (mutantFrame(1) != (a > mutantFrame(2, 5, 6))) { b() }")

    def test_operators_keep_their_precedence(self):
        for original, precedence in (("<", "Comparison"), ("&&", "LogicalConjunction"), ("&+", "Addition")):
            declared = declaration(Site(PATH, 0, 1, "operator", original, "-"), 1)
            self.assertTrue(declared.startswith(f"infix operator \u2a00: {precedence}Precedence\n"), declared)


class Errors(unittest.TestCase):
    TEXT = "let a = 254\nfunc isText(_ byte: UInt8) -> Bool {\n    switch byte {\n    case 0x20...0x7e: true\n    case 0x80...0xff: true\n"

    def blamed(self, line, overflowing=None):
        """What is to blame for an error in a line, of one change of each integer: the greater one."""
        greater = [site for site in sites(PATH, self.TEXT) if site.kind == "integer" and int(site.changed, 0) > int(site.original, 0)]
        def lines(site):
            return [self.TEXT.count("\n", 0, site.start) + 1]
        mutants = list(enumerate(greater, 1))
        return [site.changed for _, site in to_blame(CompileError(PATH, line, overflowing), mutants, lines)]

    def test_errors_are_read_from_what_the_compiler_prints(self):
        lines = ["/a/Sources/B/C.swift:12:3: error: cannot find 'x'", "/b/Sources/B/C.swift:1:1: error: x",
                 "/a/Sources/B/C.swift:14:16: error: integer literal '256' overflows when stored into unsigned 'Builtin.Int8'"]
        self.assertEqual(compile_errors("\n".join(lines), "/a"),
                         {CompileError("Sources/B/C.swift", 12), CompileError("Sources/B/C.swift", 14, 256)})

    def test_an_error_is_of_the_mutants_in_its_line_or_of_the_one_above(self):
        self.assertEqual(self.blamed(4), ["0x21", "0x7f"])
        self.assertEqual(self.blamed(3), ["255"])

    def test_a_pattern_that_overflows_is_found_below_the_error(self):
        self.assertEqual(self.blamed(3, 256), ["0x100"])
        self.assertEqual(self.blamed(5, 256), ["0x100"])


class Reports(unittest.TestCase):
    def test_an_explanation_is_found_by_its_difference(self):
        text = "a\n    if b,\n        c < d { e() }\nf"
        condition = next(site for site in sites(PATH, text) if site.original == "<")
        change = difference(text, condition)
        self.assertEqual(change, "- c < d { e() }\n+ c <= d { e() }")
        known = explanations(f"# What this is.\n\n{PATH}\n{change}\nThey are\nnever equal.\n")
        self.assertEqual(known, {(PATH, change): "They are never equal."})
        self.assertEqual(stale(known, {PATH: text}), [])
        self.assertEqual(stale(known, {PATH: text.replace("c", "g")}), [(PATH, change)])
        self.assertEqual(stale(known, {}), [(PATH, change)])

    def test_what_is_explained_can_still_be_done(self):
        explained = explanations((HERE / "equivalent.txt").read_text())
        sources = {path: (PACKAGE / path).read_text() for path, _ in explained if (PACKAGE / path).exists()}
        self.assertEqual(stale(explained, sources), [], "equivalent.txt has changes of lines that are no longer there")


unittest.main()
