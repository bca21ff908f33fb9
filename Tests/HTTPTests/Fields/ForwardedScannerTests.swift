import Testing

@testable import HTTP

@Suite struct ForwardedScannerTests {
    @Test(
        "The nodes of an element are found whatever is quoted, escaped or blank",
        arguments: [
            ("for=x", ["x"]), (",for=x", ["x"]), (" ,\t,for=x\t ,", ["x"]), ("\tFOR=x", ["x"]), ("for=\"\"", [""]),
            ("for=a=b", ["a=b"]), ("a=\\,for=x", ["unknown", "x"]), ("\"\\\",\"=1;for=x", ["x"]),
            ("for=\"", nil), ("for=\"a\\b\"", nil), ("for=\"a\"b\"", nil), ("for=a\"b", nil), ("for=\"a\"b", nil),
        ] as [(String, [String]?)])
    func nodes(_ text: String, _ nodes: [String]?) { #expect(ForwardedScanner.nodes(text) == nodes) }
}
