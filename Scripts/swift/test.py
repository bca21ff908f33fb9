"""Shows what is read of a Swift source, whatever it looks like."""

import re
import unittest

from declarations import Unbalanced, read
from texts import blanked


class Texts(unittest.TestCase):
    def test_comments_and_texts_become_blanks_of_the_same_length(self):
        for text, code in (
            ("a // b { c", "a"), ("a /* b /* c */ } */ d", "a d"), ('a("{ // }")', 'a("")'), ('a(#"\\("}"#)', 'a("")'), ('a##"""#\n"#{"""##', 'a"\n"'),
            ('"""\n{ " }\n"""', '"\n\n"'), ('"\\(a.map { "}\\(b(")"))" }) {" c', '"" c'), ('"\\\\(" + "{"', '"" + ""'), ('// a "b"\nc', "\nc"),
            ('a = "unfinished\nb { }', 'a = ""\nb { }'), ("#if os(Linux) && b\nc", "\nc"), ("@available(macOS 15, *) a", "a"),
        ):
            with self.subTest(text):
                self.assertEqual(re.sub(" ", "", blanked(text)), re.sub(" ", "", code))
                self.assertEqual(len(blanked(text)), len(text))


def declarations(text):
    return read("File.swift", text).declarations


def stored(members, kind="struct"):
    """The names of the stored properties of a type with these members."""
    return [declaration.name for declaration in declarations(f"{kind} Type {{\n{members}\n}}") if declaration.isStored]


class Properties(unittest.TestCase):
    def test_constants_and_variables_are_stored(self):
        self.assertEqual(stored("let a: Int\nvar b = 1\n    private(set) var c: Int?\nvar d: [Int: (A, B)] = [:]"), ["a", "b", "c", "d"])
        for kind in ("class", "final class", "actor", "public final class", "private struct"):
            self.assertEqual(stored("let a: Int", kind), ["a"])

    def test_several_in_one_declaration_are_several(self):
        self.assertEqual(stored("let (a, b): (Int, Int)\nvar c, d: Int\nvar e = 1, f = 2\nlet (g, (_, h)) = i"),
                         ["a", "b", "c", "d", "e", "f", "g", "h"])
        self.assertEqual(stored("var a = 1; let b: Int; var c: Int"), ["a", "b", "c"])
        self.assertEqual(stored("let a = max(1, b)\nlet c = [1, 2]\nlet d = A<B, C>()\nlet e: A<B, C> = f, g: Int\nvar h = i < j, k = l > m"),
                         ["a", "c", "d", "e", "g", "h", "k"])

    def test_computed_ones_are_not_stored(self):
        for member in ("var a: Int { 1 }", "var a: Int {\n    get { b }\n    set { b = newValue }\n}", "var a: [Int] {\n    _read { yield b }\n}",
                       "var a: (Int) -> Int { { $0 } }", "subscript(a: Int) -> Int { 1 }", "var a: some A<B>\n{ c }"):
            self.assertEqual(stored(member), [], member)

    def test_observed_lazy_and_wrapped_ones_are_stored(self):
        self.assertEqual(stored("var a = 1 {\n    didSet { b() }\n}\nvar c: Int {\n    willSet { d() }\n}\nvar e: Int"), ["a", "c", "e"])
        self.assertEqual(stored("lazy var a: Int = {\n    let b = 1\n    return b\n}()\nlazy var c = d()"), ["a", "c"])
        self.assertEqual(stored("@Option(\n    help: A(\"{\", b: { 1 })\n)\nvar a: [String] = []\n@A.B\nprivate var c = 1\n@D let e: Int"),
                         ["a", "c", "e"])
        self.assertEqual(stored("weak var a: A?\nunowned(unsafe) let b: B\nnonisolated(unsafe) static var c = 1\nnonisolated let d = 1"),
                         ["a", "b", "d"])

    def test_a_value_may_span_lines_and_hold_anything(self):
        self.assertEqual(stored("let a =\n    b\n    .map { var c = $0; return c }\n    .first\nlet d = e ? f : g\nvar h: (Int) -> Void = {\n"
                                "    let i = $0\n}\nlet j = if k { 1 } else { 2 }\nlet l = \"} var m\"\nvar n: Int  // var o: { \nvar `case`: Int"),
                         ["a", "d", "h", "j", "l", "n", "case"])
        self.assertEqual(stored("let a:\n    @Sendable (Int) -> Void\nlet b: any A & B"), ["a", "b"])

    def test_those_of_types_cases_and_requirements_are_not_of_an_instance(self):
        self.assertEqual(stored("static let a = 1\nstatic var b: Int { 1 }\nprivate static let c = A {\n    let d = 1\n}"), [])
        self.assertEqual(stored("class var a: Int { 1 }\nclass let b = 1\nclass func c() { var d = 1 }\nlet e = 1", "class"), ["e"])
        self.assertEqual(stored("case a, b(c: Int)\ncase d = 1\nindirect case e(Type)\nvar f: Int { 1 }", "enum"), [])
        self.assertEqual(stored("var a: Int { get }\nvar b: Int { get set }\nfunc c()\nfunc d() -> Int\nassociatedtype E: F = G", "protocol"), [])

    def test_conditions_of_the_build_do_not_hide_any(self):
        self.assertEqual(stored("#if DEBUG\nvar a = 1\n#elseif os(Linux)\nvar b: Int { 1 }\n#else\nvar c: Int\n#endif\nlet d: Int"), ["a", "c", "d"])

    def test_variables_of_functions_are_not_stored(self):
        self.assertEqual(stored("func a(b: () -> Int = { var c = 1 }) {\n    var d = 1\n}\ninit?(e: Int) {\n    let f = 1\n}\ndeinit { let g = 1 }\nlet h = 1"),
                         ["h"])


class Types(unittest.TestCase):
    def names(self, text):
        return [(declaration.kind, declaration.fullName) for declaration in declarations(text)]

    def test_nested_types_have_the_names_of_the_outer_ones(self):
        self.assertEqual(self.names("struct A<B: C> where B.D == E {\n    enum F: G { case h }\n    final class I {\n        let j = 1\n    }\n}"),
                         [("struct", "A"), ("enum", "A.F"), ("class", "A.I"), ("let", "A.I.j")])

    def test_extensions_are_of_the_type_that_they_extend(self):
        self.assertEqual(self.names("extension A.B: C where D: E {\n    func f() {}\n    struct G { var h: Int }\n}"),
                         [("extension", "A.B"), ("func", "A.B.f"), ("struct", "A.B.G"), ("var", "A.B.G.h")])

    def test_local_functions_and_types_are_of_their_function(self):
        self.assertEqual(self.names("func a() {\n    struct B { let c: Int }\n    func d() {}\n    if e { class F {} }\n}"),
                         [("func", "a"), ("struct", "a().B"), ("let", "a().B.c"), ("func", "a().d"), ("class", "a().F")])
        self.assertEqual(self.names("func a() { b(.struct, .init(c)); d.func() }")[:1], [("func", "a")])

    def test_operators_initialisers_and_subscripts_have_names(self):
        self.assertEqual(self.names("struct A {\n    static func == (a: A, b: A) -> Bool { true }\n    static func < (a: A, b: A) -> Bool { true }\n"
                                    "    init<B>(b: B) {}\n    subscript(c: Int) -> Int { c }\n}"),
                         [("struct", "A"), ("func", "A.=="), ("func", "A.<"), ("init", "A.init"), ("subscript", "A.subscript")])

    def test_brackets_that_do_not_match_are_an_error(self):
        for text in ("struct A {", "}", "func a() { b(] }"):
            with self.assertRaises(Unbalanced):
                declarations(text)


class Functions(unittest.TestCase):
    def lines(self, text):
        return [declaration.lineCount for declaration in declarations(text)]

    def test_the_length_is_from_the_first_line_to_the_closing_brace(self):
        self.assertEqual(self.lines("func a() { b() }"), [1])
        self.assertEqual(self.lines("/// A.\n@inlinable\npublic func a(\n    b: Int\n) -> Int\nwhere C: D {\n    // }\n    b\n}"), [8])
        self.assertEqual(self.lines("var a: Int {\n    get { 1 }\n    set { b() }\n}"), [4])
        self.assertEqual(self.lines("let a = b {\n    c\n}"), [0])
        self.assertEqual(self.lines("protocol A {\n    func b()\n    func c() -> D\n}")[1:], [0, 0])


class Access(unittest.TestCase):
    def access(self, text):
        last = declarations(text)[-1]
        return last.access, last.setter, last.isHidden, last.isDocumented

    def test_access_is_that_of_the_declaration_or_of_its_extension(self):
        self.assertEqual(self.access("struct A { var b: Int }"), ("internal", "internal", False, False))
        self.assertEqual(self.access("struct A { public private(set) var b: Int }"), ("public", "private", False, False))
        self.assertEqual(self.access("public extension A { func b() {} }")[0], "public")
        self.assertEqual(self.access("public extension A { internal func b() {} }")[0], "internal")
        self.assertEqual(self.access("public struct A { func b() {} }")[0], "internal")
        self.assertEqual(self.access("fileprivate(set) var a = 1"), ("internal", "fileprivate", False, False))

    def test_what_is_in_a_private_type_is_hidden(self):
        for text in ("private struct A { struct B { var c: Int } }", "fileprivate class A { var b: Int }", "private extension A { var b: Int { 1 } }",
                     "func a() { struct B { var c: Int } }"):
            self.assertTrue(self.access(text)[2], text)

    def test_documentation_stands_right_above(self):
        self.assertTrue(self.access("/// A.\npublic var a: Int")[3])
        self.assertTrue(self.access("let b = 1\n\n/// A.\n///\n/// C.\n@D(e)\npublic var a: Int")[3])
        self.assertFalse(self.access("/// B.\nlet b = 1\npublic var a: Int")[3])
        self.assertFalse(self.access("// A.\npublic var a: Int")[3])
        self.assertFalse(self.access("let b = 1  /// B.\npublic var a: Int")[3])


unittest.main()
