import Testing

@testable import HTTP

@Suite struct HeadTests {
    @Test(
        arguments: [
            ("/", "/", nil),
            ("/tunnel", "/tunnel", nil),
            ("/tunnel?token=a", "/tunnel", "token=a"),
            ("/tunnel?", "/tunnel", ""),
            ("/a%2fb?c?d", "/a%2fb", "c?d"),
            ("/a:b//c", "/a:b//c", nil),
            ("http://host:80/tunnel?x", "/tunnel", "x"),
            ("http://host", "/", nil),
            ("http://host?x", "/", "x"),
            ("http:///tunnel", "/tunnel", nil),
            ("http://?x", "/", "x"),
            ("*", "*", nil),
            ("host:443", "host:443", nil),
        ] as [(String, String, String?)])
    func aTargetHasAPathAndAQuery(_ target: String, _ path: String, _ query: String?) {
        #expect(RequestHead(target: target).path == path)
        #expect(RequestHead(target: target).query == query)
    }

    @Test func namesAreComparedWithoutCase() {
        let fields: HeaderFields = ["Host": "a", "HOST": "b", "Upgrade": "websocket"]
        #expect(fields.values(of: "host") == ["a", "b"])
        #expect(fields["uPGRADE"] == "websocket")
        #expect(fields["Origin"] == nil)
    }

    @Test func namesAreComparedAsASCII() {
        #expect("TOKEN".matches("token") && !"token".matches("tokens") && !"@".matches("`"))
        #expect(!"\u{212a}".matches("k") && !"ß".matches("SS"))
    }

    @Test func aFieldThatIsThereTwiceHasNoSingleValue() {
        let fields: HeaderFields = ["Host": "a", "Host": "a"]
        #expect(fields["Host"] == nil)
    }

    @Test func aListMayBeOnSeveralLines() {
        let fields: HeaderFields = ["Connection": "keep-alive, ,Upgrade", "connection": " te\t"]
        #expect(fields.elements(of: "Connection") == ["keep-alive", "Upgrade", "te"])
        #expect(fields.contains("upgrade", in: "Connection"))
        #expect(!fields.contains("up", in: "Connection"))
    }

    @Test(
        arguments: [
            (HeadError.malformedStartLine, 400), (.malformedField, 400), (.invalidCharacter, 400),
            (.startLineTooLong, 414),
            (.tooManyFields, 431), (.headTooLarge, 431), (.unsupportedVersion, 505),
        ] as [(HeadError, Int)])
    func everyErrorHasAStatus(_ error: HeadError, _ status: Int) {
        #expect(error.status == status)
        #expect(!error.description.isEmpty)
    }
}
