import Testing

@testable import WebSocket

@Suite struct ExtensionOfferTests {
    /// The examples of RFC 6455 §9.1 and RFC 7692 §5.2, §7.1.
    @Test(
        arguments: [
            ("foo", [ExtensionOffer(name: "foo")]),
            ("bar; baz=2", [ExtensionOffer(name: "bar", parameters: [.init(name: "baz", value: "2")])]),
            (
                "foo, bar; baz=2",
                [.init(name: "foo"), .init(name: "bar", parameters: [.init(name: "baz", value: "2")])]
            ),
            ("a; b=\"10\"", [ExtensionOffer(name: "a", parameters: [.init(name: "b", value: "10")])]),
            ("a; b=\"1\\0\"", [ExtensionOffer(name: "a", parameters: [.init(name: "b", value: "10")])]),
            (
                "a ;b\t; c = d",
                [ExtensionOffer(name: "a", parameters: [.init(name: "b"), .init(name: "c", value: "d")])]
            ),
            ("a;b;b", [ExtensionOffer(name: "a", parameters: [.init(name: "b"), .init(name: "b")])]),
            (" , a,, b ,", [ExtensionOffer(name: "a"), ExtensionOffer(name: "b")]),
            ("", []), (" ", []), (",", []),
        ] as [(String, [ExtensionOffer])])
    func readsTheGrammar(_ text: String, _ expected: [ExtensionOffer]) {
        #expect(ExtensionOffer.parse([text]) == expected)
    }

    @Test(arguments: [
        "a b", "a;", "a; ", "a;;b", "a; =b", "a; b=", "a; b=, c", ";a", "=", "a; b=\"", "a; b=\"\"", "a; b=\"c",
        "a; b=\"c d\"",
        "a; b=\"c\"d", "a; b=\"c,d\"", "a; b=\"\\", "a; b=\"\\\"\"", "\"a\"", "a; \"b\"", "é", "a/b", "a; b=c=d", "a\0",
    ])
    func refusesWhatBreaksIt(_ text: String) {
        #expect(ExtensionOffer.parse([text]) == nil)
        #expect(ExtensionOffer.parse(["good", text]) == nil)
    }

    @Test func aListMayBeOnSeveralLines() {
        #expect(ExtensionOffer.parse(["a, b", "c"])?.map(\.name) == ["a", "b", "c"])
        #expect(ExtensionOffer.parse([]) == [])
    }

    @Test(arguments: ["a", "a; b", "a; b=c; d"])
    func isWrittenAsItIsRead(_ text: String) {
        #expect(ExtensionOffer.parse([text])?.map(\.description) == [text])
    }
}
