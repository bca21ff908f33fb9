"""Shows what is counted, what the list of exceptions allows, and what of the page is compared, on small packages."""

import contextlib
import pathlib
import tempfile
import unittest

import exceptions
from page import JOURNEYS, Page
from rules import Rule, rules, sources


@contextlib.contextmanager
def package(files):
    """A package of these files, by path."""
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        for folder in ("Sources", "Tests"):
            (root / folder).mkdir()
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        yield root


def found(rule, files):
    """The exceptions from a rule in a package of these files below Sources; in that of a text, which is in one file."""
    if isinstance(files, str):
        files = {"File.swift": files}
    with package({f"Sources/A/{path}": text for path, text in files.items()}) as root:
        measured = rules(root, sources(root))
    return next(each.exceptions() for each in measured if each.name == rule)


def variables(count, prefix="a"):
    return "\n".join(f"var {prefix}{number} = 1" for number in range(count)) + "\n"


class Stored(unittest.TestCase):
    def test_twelve_are_kept_and_thirteen_are_not(self):
        self.assertEqual(found("stored-properties", f"struct A {{\n{variables(12)}}}"), {})
        self.assertEqual(found("stored-properties", f"struct A {{\n{variables(13)}}}"), {"A": 13})

    def test_those_of_a_nested_type_are_its_own_wherever_it_is_declared(self):
        nested = {"B.swift": f"class B {{\n{variables(12)}}}", "B+C.swift": f"extension B {{\nclass C {{\n{variables(13)}}}\n}}"}
        self.assertEqual(found("stored-properties", nested), {"B.C": 13})

    def test_both_branches_of_a_condition_are_one_property(self):
        self.assertEqual(found("stored-properties", f"struct A {{\n{variables(11)}#if B\nvar c = 1\n#else\nvar c = 2\n#endif\n}}"), {})

    def test_whatever_stores_nothing_does_not_count(self):
        for member in ("static let b = 1", "var b: Int { 1 }", "func b() { let c = 1 }", "enum B { case c }", "// var b = 1"):
            self.assertEqual(found("stored-properties", f"actor A {{\n{variables(12)}{member}\n}}"), {}, member)


class Settable(unittest.TestCase):
    def test_a_class_keeps_its_variables_from_other_files(self):
        use = "extension A {\n    func c() { b = 1 }\n}"
        for variable, count in (("var b = 0", 1), ("@C(d) var b: Int = 0 {\n    didSet { e() }\n}", 1), ("public var b = 0", 1), ("let b = 0", 0),
                                ("private(set) var b = 0", 0), ("fileprivate var b = 0", 0), ("var b: Int { 0 }", 0), ("static var b = 0", 0)):
            for kind in ("final class", "actor"):
                counted = found("settable-properties", {"A.swift": f"{kind} A {{\n    {variable}\n}}", "A+C.swift": use})
                self.assertEqual(counted.get("A", 0), count, variable)

    def test_use_in_the_same_file_or_of_a_private_type_does_not_count(self):
        self.assertEqual(found("settable-properties", "class A {\n    var b = 0\n}\nextension A {\n    func c() { b = 1 }\n}"), {})
        self.assertEqual(found("settable-properties", {"A.swift": "private class A {\n    var b = 0\n}", "C.swift": "func d(e: E) { e.b = 1 }"}), {})

    def test_use_by_others_counts(self):
        self.assertEqual(found("settable-properties", {"A.swift": "class A {\n    var b = 0\n}", "C.swift": "func d(a: A) { a.b = 1 }"}), {"A": 1})

    def test_variables_of_a_struct_count_where_another_file_of_it_changes_them(self):
        for use, count in (("mutating func c() { b = 1 }", 1), ("func c() { d(b) }", 0), ("mutating func c() { d = 1 }", 0)):
            counted = found("settable-properties", {"A.swift": "struct A {\n    var b = 0\n}", "A+C.swift": f"extension A {{\n    {use}\n}}"})
            self.assertEqual(counted.get("A", 0), count, use)
        contract = {"A.swift": "struct A {\n    public var b = 0\n}", "A+C.swift": "extension A {\n    mutating func c() { b = 1 }\n}"}
        self.assertEqual(found("settable-properties", contract), {})


class Files(unittest.TestCase):
    def test_fifteen_files_may_be_loose_in_a_folder(self):
        loose = {f"B/File{number}.swift": "" for number in range(15)}
        self.assertEqual(found("loose-files", loose | {"B/C/File.swift": ""}), {})
        self.assertEqual(found("loose-files", loose | {"B/File15.swift": ""}), {"Sources/A/B": 16})

    def test_three_hundred_lines_are_kept(self):
        self.assertEqual(found("file-lines", "\n" * 300), {})
        self.assertEqual(found("file-lines", "\n" * 301), {"Sources/A/File.swift": 301})

    def test_the_median_is_to_be_in_the_middle(self):
        for lines, exception in ((59, {"Sources": 59}), (60, {}), (110, {}), (111, {"Sources": 111})):
            self.assertEqual(found("median-file-lines", {"B.swift": "\n" * lines, "C.swift": "\n", "D.swift": "\n" * 300}), exception)


class Names(unittest.TestCase):
    def test_a_name_is_of_one_type(self):
        self.assertEqual(found("same-name", {"B.swift": "struct C {}", "D.swift": "private enum C {}"}), {"C": 2})
        self.assertEqual(found("same-name", {"B.swift": "struct C {}", "D.swift": "extension C {}\nstruct E {\n    struct C {}\n}"}), {})

    def test_nested_types_of_one_name_have_different_outer_ones(self):
        self.assertEqual(found("same-name", {"B.swift": "struct B { enum C {} }", "D.swift": "class D { enum C {} }"}), {})
        self.assertEqual(found("same-name", {"B.swift": "struct B { enum C {} }", "D.swift": "extension B { class C {} }"}), {"B.C": 2})


class Functions(unittest.TestCase):
    def test_one_in_a_hundred_may_be_long(self):
        long, short = "func a() {\n" + "b()\n" * 19 + "}\n", "func a() {\n" + "b()\n" * 18 + "}\n"
        self.assertEqual(found("long-functions", short), {})
        self.assertEqual(found("long-functions", long + short * 98), {"Sources": 1})
        self.assertEqual(found("long-functions", long + short * 99), {})
        self.assertEqual(found("long-functions", long.replace("func a()", "var a: Int")), {"Sources": 1})


class Public(unittest.TestCase):
    def test_each_public_symbol_counts_and_the_total_is_always_listed(self):
        text = ("public import B\n/// C.\npublic struct C {\n    /// D.\n    public var d, e: Int\n    let f: Int\n    /// G.\n    public init() {}\n}\n"
                "/// H.\npublic extension C {\n    /// I.\n    func i() {}\n}\nprivate enum J { public struct K {} }")
        self.assertEqual(found("public-symbols", text), {"Sources": 5})
        self.assertEqual(found("public-symbols", "struct A {}"), {"Sources": 0})
        self.assertEqual(found("undocumented", text), {})

    def test_each_has_documentation(self):
        self.assertEqual(found("undocumented", "/// A.\npublic struct A {\n    public var b: Int\n    // C.\n    public func c() {}\n}"),
                         {"Sources/A/File.swift": 2})


class Tests(unittest.TestCase):
    def test_tests_are_longer_than_sources(self):
        for lines, exception in ((12, {}), (11, {"Tests": 110})):
            with package({"Sources/A/B.swift": "\n" * 10, "Tests/ATests/BTests.swift": "\n" * lines}) as root:
                counted = {rule.name: rule.exceptions() for rule in rules(root, sources(root))}
            self.assertEqual(counted["test-lines"], exception)

    def test_a_file_with_conditions_has_tests_of_its_name(self):
        decides, computes = "func a() { if b { c() } }", "func a() { b(if_) }"
        for text, tests, exception in ((decides, "D", {"Sources": 1}), (decides, "B", {}), (decides, "BRoom", {}), (computes, "D", {})):
            for file in ("B.swift", "B+C.swift"):
                with package({f"Sources/A/{file}": text, f"Tests/ATests/{tests}Tests.swift": ""}) as root:
                    counted = {rule.name: rule.exceptions() for rule in rules(root, sources(root))}
                self.assertEqual(counted["untested-files"], exception)


class Exceptions(unittest.TestCase):
    def complaints(self, number, listed, **bounds):
        rule = Rule("rule", "Title", measured={"A": number}, **(bounds or {"high": 12}))
        text = f"rule A {listed}\n" if listed is not None else ""
        return exceptions.complaints([rule], exceptions.parsed(text)), exceptions.updated(text, [rule])

    def test_what_is_as_bad_as_listed_or_within_the_bounds_is_allowed(self):
        self.assertEqual(self.complaints(13, 13), ([], "rule A 13\n"))
        self.assertEqual(self.complaints(12, None)[0], [])
        self.assertEqual(self.complaints(50, 50, low=60, high=110)[0], [])
        self.assertEqual(self.complaints(7, 7, high=12, isTotal=True)[0], [])

    def test_what_is_new_or_worse_is_not_and_stays_a_complaint(self):
        self.assertIn("A: Title: 13, and the bound is ≤ 12; fix it, or say in the commit why not and add 'rule A 13'", self.complaints(13, None)[0][0])
        self.assertIn("A: Title: 14 instead of 13, and", self.complaints(14, 13)[0][0])
        self.assertEqual(self.complaints(14, 13)[1], "rule A 13\n")
        self.assertIn("49 instead of 50", self.complaints(49, 50, low=60, high=110)[0][0])
        self.assertIn("120 instead of 115", self.complaints(120, 115, low=60, high=110)[0][0])
        self.assertIn("8 instead of 7", self.complaints(8, 7, high=12, isTotal=True)[0][0])

    def test_what_is_better_than_listed_is_to_be_noted_and_can_be(self):
        complaint, text = self.complaints(13, 14)
        self.assertIn("A: Title: 13, better than 14; write 'rule A 13'", complaint[0])
        self.assertEqual(text, "rule A 13\n")
        self.assertIn("better", self.complaints(51, 50, low=60, high=110)[0][0])
        self.assertIn("better", self.complaints(6, 7, high=12, isTotal=True)[0][0])

    def test_a_number_with_slack_may_differ_a_little(self):
        for number, isAllowed in ((47, False), (48, True), (52, True), (53, False)):
            self.assertEqual(self.complaints(number, 50, low=60, slack=2)[0] == [], isAllowed, number)

    def test_what_is_no_exception_any_more_is_taken_off_the_list(self):
        complaint, text = self.complaints(12, 13)
        self.assertIn("remove 'rule A 13'", complaint[0])
        self.assertEqual(text, "\n")

    def test_rules_of_one_name_have_bounds_of_their_own(self):
        both = [Rule("rule", "Title", high=12, measured={"A": 20}), Rule("rule", "Title", high=30, measured={"B": 20})]
        self.assertEqual(exceptions.updated("rule A 25\nrule B 31\n", both), "rule A 20\n")
        self.assertEqual(len(exceptions.complaints(both, {("rule", "A"): 19})), 1)

    def test_a_list_is_sorted_and_has_each_exception_once(self):
        self.assertEqual(exceptions.parsed("# Comment.\n\na A 1\nb A 2\n"), {("a", "A"): 1, ("b", "A"): 2})
        for text in ("b A 1\na A 1\n", "a A 1\na A 2\n", "a A\n", "a A B\n"):
            with self.assertRaises(exceptions.Malformed):
                exceptions.parsed(text)


PAGE = """# Architecture
| module | purpose | may import |
|---|---|---|
| `A` | something | `Glibc` |
| `B` | more | `A` |
See [`A`](../Sources/A/A.swift) and [elsewhere](https://example.com).
""" + "".join(f"### {name}\n1. [`A.b`](../Sources/A/A.swift): does it.\n2. [`A.c`](../Sources/A/C.swift): does more.\n" for name in JOURNEYS)
FILES = {"Sources/A/A.swift": "struct A {\n    func b() {}\n}", "Sources/A/C.swift": "extension A {\n    func c() {}\n}",
         "Sources/B/D.swift": "protocol D {\n    func e()\n}"}


class Pages(unittest.TestCase):
    def read(self, text, files=None):
        with package(FILES | {"docs/architecture.md": text} | (files or {})) as root:
            page = Page(root, sources(root))
        return page

    def complaints(self, old, new, files=None):
        page = self.read(PAGE.replace(old, new), files)
        return [complaint.removeprefix("docs/architecture.md:") for complaint in page.complaints], page.updated()

    def test_a_page_that_is_right_has_nothing_to_complain_of(self):
        page = self.read(PAGE)
        self.assertEqual((page.complaints, page.updated()), ([], PAGE))

    def test_each_journey_counts_its_files_once(self):
        page = self.read(PAGE + "3. [`A.b`](../Sources/A/A.swift): again.\n")
        self.assertEqual([list(rule.measured.values()) for rule in page.rules()], [[2]] * len(JOURNEYS))

    def test_a_function_or_a_file_that_is_gone_is_found(self):
        hop = "### Accept to port\n1. [`A.b`](../Sources/A/A.swift)"
        self.assertEqual(self.complaints(hop, hop.replace("A.b", "A.f"))[0], ["14: Sources/A/A.swift does not declare A.f"])
        self.assertEqual(self.complaints(hop, hop.replace("A/A", "A/E"))[0], ["14: there is no Sources/A/E.swift"])
        self.assertEqual(self.complaints("[`A`]", "[`E`]")[0], ["6: Sources/A/A.swift does not declare E"])
        self.assertEqual(self.complaints(hop, hop.replace("[`A.b`](../Sources/A/A.swift)", "A.b"))[0],
                         ["14: a hop begins with [`Type.function`](file)"])

    def test_requirements_and_properties_are_functions_too(self):
        hop = "### Accept to port\n1. [`A.b`](../Sources/A/A.swift)"
        self.assertEqual(self.complaints(hop, hop.replace("[`A.b`](../Sources/A/A", "[`D.e`](../Sources/B/D"))[0], [])

    def test_a_function_that_has_moved_is_found_and_its_link_corrected(self):
        hop = "### Accept to port\n1. [`A.b`](../Sources/A/A.swift)"
        complaints, text = self.complaints(hop, hop.replace("A/A", "B/D"))
        self.assertEqual(complaints, ["14: Sources/B/D.swift does not declare A.b, but Sources/A/A.swift does"])
        self.assertEqual(text, PAGE)
        self.assertEqual(self.complaints(hop, hop.replace("A/A", "A/E"))[1], PAGE)

    def test_a_function_that_is_in_two_other_files_stays_for_people_to_choose(self):
        old = PAGE.replace("A/A.swift", "B/D.swift")
        self.assertEqual(self.read(old, {"Sources/A/E.swift": "extension A {\n    func b() {}\n}"}).updated().count("B/D.swift"), 4)

    def test_a_journey_must_be_there(self):
        self.assertEqual(self.complaints("### Accept to port", "### Accept")[0], ["18: the journey 'Accept to port' is missing"])

    def test_each_module_has_a_row_and_imports_what_is_above(self):
        self.assertEqual(self.complaints("| `B` | more | `A` |\n", "")[0], ["17: the module B has no row in the table of modules"])
        self.assertEqual(self.complaints("| `B` | more | `A` |\n", "| `B` | more | `A` |\n| `C` | none | – |\n")[0], ["6: there is no module C"])
        self.assertEqual(self.complaints("| `Glibc` |", "| `B` |")[0], ["4: A may not import B, which is not above it in the table"])


unittest.main()
