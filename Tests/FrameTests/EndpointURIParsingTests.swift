import Frame
import Testing

@Suite struct EndpointURIParsingTests {
    @Test func `all parts are read`() throws {
        let uri = try EndpointURI("wss://ann:p%40ss@example.org:8443/a%20b?deflate=on&query=x%26y&insecure")
        #expect(uri.scheme == "wss")
        #expect(uri.user == "ann")
        #expect(uri.password == "p@ss")
        #expect(uri.host == "example.org")
        #expect(uri.port == 8443)
        #expect(uri.path == "/a b")
        #expect(uri.parameters == [.init("deflate", "on"), .init("query", "x&y"), .init("insecure", "")])
    }

    @Test(arguments: [
        ("tap:ethws%d?mtu=9000", "tap", "ethws%d", [EndpointURI.Parameter("mtu", "9000")]),
        ("TAP:ethws0", "tap", "ethws0", []),
        ("loopback:", "loopback", "", []),
        ("htpasswd:/etc/etherws/htpasswd", "htpasswd", "/etc/etherws/htpasswd", []),
        ("fd:3?", "fd", "3", []),
        ("a+b-c.1:x:y:z", "a+b-c.1", "x:y:z", []),
        ("tap:a?&&b=1&", "tap", "a", [.init("b", "1")]),
        ("tap:a?b=c=d?e", "tap", "a", [.init("b", "c=d?e")]),
        ("tap:a?=x", "tap", "a", [.init("", "x")]),
    ])
    func `without two slashes all is path`(
        text: String, scheme: String, path: String, parameters: [EndpointURI.Parameter]
    ) throws {
        let uri = try EndpointURI(text)
        #expect(uri.scheme == scheme)
        #expect(uri.host == nil)
        #expect(uri.port == nil)
        #expect(uri.path == path)
        #expect(uri.parameters == parameters)
    }

    @Test(
        arguments: [
            ("ws://host", "host", nil, ""), ("ws://host/", "host", nil, "/"), ("ws://host:80", "host", 80, ""),
            ("ws://host:/x", "host", nil, "/x"), ("ws://host:0/", "host", 0, "/"),
            ("ws://host:00080/", "host", 80, "/"), ("ws://a!b~c:9/", "a!b~c", 9, "/"),
            ("ws://[::1]/", "::1", nil, "/"), ("ws://[2001:db8::1]:65535/x", "2001:db8::1", 65535, "/x"),
            ("ws://[::ffff:192.0.2.1]", "::ffff:192.0.2.1", nil, ""),
            ("ws://[fe80::1%25eth0]:80/", "fe80::1%eth0", 80, "/"),
            ("ws://192.0.2.1:80/", "192.0.2.1", 80, "/"), ("ws:///x", "", nil, "/x"),
            ("ws://host//x", "host", nil, "//x"),
            ("ws://m%C3%BCller.example/", "müller.example", nil, "/"), ("ws://0.0.0.0:80?x=1", "0.0.0.0", 80, ""),
        ] as [(String, String, UInt16?, String)])
    func `a host is a name, or an address in brackets if that has colons`(
        text: String, host: String, port: UInt16?, path: String
    ) throws {
        let uri = try EndpointURI(text)
        #expect(uri.host == host)
        #expect(uri.port == port)
        #expect(uri.path == path)
    }

    @Test(
        arguments: [
            ("ws://ann@host/", "ann", nil), ("ws://ann:@host/", "ann", ""), ("ws://:secret@host/", "", "secret"),
            ("ws://a@b:c@host/", "a@b", "c"), ("ws://ann:a:b@[::1]:80/", "ann", "a:b"), ("ws://@host/", "", nil),
            ("ws://a%3Ab:c%2Fd@host/", "a:b", "c/d"),
        ] as [(String, String?, String?)])
    func `the last at sign ends the user`(text: String, user: String?, password: String?) throws {
        let uri = try EndpointURI(text)
        #expect(uri.user == user)
        #expect(uri.password == password)
    }

    @Test(arguments: [
        ("%41", "A"), ("%", "%"), ("%d", "%d"), ("%4", "%4"), ("%zz", "%zz"), ("%4g", "%4g"), ("%%41", "%A"),
        ("a%41%", "aA%"),
        ("%c3%bc", "ü"), ("%C3%BC", "ü"), ("+", "+"), ("%2B", "+"), ("%25d", "%d"), ("%2541", "%41"), ("", ""),
    ])
    func `RFC 3986 §2.1: a percent sign and two digits are a byte, and any other percent sign is itself`(
        encoded: String, decoded: String
    ) throws {
        #expect(try EndpointURI("tap:" + encoded).path == decoded)
        #expect(try EndpointURI("tap:x?\(encoded)y=\(encoded)").parameters == [.init(decoded + "y", decoded)])
    }

    @Test(arguments: [
        "tap:%00", "tap:a%00b", "tap:%ff", "tap:%c3", "tap:x?a=%00", "tap:x?%ff=a", "ws://a%00/", "ws://%80@h/",
    ])
    func `what is not UTF-8 or has NUL in it is an error`(text: String) {
        let error = #expect(throws: EndpointURIError.self) { try EndpointURI(text) }
        guard case .invalidEncoding? = error else { return #expect(Bool(false), "not \(String(describing: error))") }
    }

    @Test(arguments: [
        ("tap:a%00b", "a%00b"), ("tap:x?a=%ff", "••••"), ("tap:x?%ff=a", "%ff"), ("ws://%80@h/", "%80"),
        ("ws://u:%80@h/", "••••"),
    ])
    func `what is wrongly encoded is shown unless it is secret`(text: String, shown: String) {
        #expect(throws: EndpointURIError.invalidEncoding(shown)) { try EndpointURI(text) }
    }

    @Test func `a scheme has letters, digits and three marks (RFC 3986 §3.1)`() {
        let text = String(
            decoding: (UInt8.min...0x7f).filter { EndpointURI.isScheme("a\(UnicodeScalar($0))") }, as: UTF8.self)
        #expect(text == "+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        #expect(!EndpointURI.isScheme("") && !EndpointURI.isScheme("1a") && !EndpointURI.isScheme("+a"))
    }

    @Test(arguments: [
        "", ":", ":x", "1a:x", "a b:x", "ü:x", "//host/", "/etc/passwd", "ethws0", "?a:b", "a_b:c", "%61:b",
    ])
    func `without a scheme there is no URI`(text: String) {
        let error = #expect(throws: EndpointURIError.self) { try EndpointURI(text) }
        guard case .missingScheme? = error else { return #expect(Bool(false), "not \(String(describing: error))") }
    }

    @Test(arguments: [
        ("ethws0", "tap:ethws0"), ("ethws%d?mtu=9000", "tap:ethws%d?mtu=9000"), ("/dev/net:1", "tap:/dev/net:1"),
        ("//host/x", "tap://host/x"), ("loopback:lab", "loopback:lab"),
        ("ethws0?address=fe80::1", "tap:ethws0?address=fe80::1"),
    ])
    func `a text without a scheme has the default one`(text: String, whole: String) throws {
        #expect(try EndpointURI(text, defaultScheme: "tap") == EndpointURI(whole))
    }

    @Test(arguments: ["", "1:2", "?mtu=9000", "a b:c"])
    func `a default scheme does not make sense of anything`(text: String) {
        #expect(throws: EndpointURIError.self) { try EndpointURI(text, defaultScheme: "tap") }
    }

    @Test(arguments: [
        "ws://::1/", "ws://2001:db8::1:80/", "ws://[::1/", "ws://[::1]x/", "ws://[::1]x:80/", "ws://[]/",
        "ws://[host]/",
        "ws://a:b:c/", "ws://a b/", "ws://a%20b/", "ws://a%0d%0aX:1/", "ws://a%2Fb/", "ws://a%7F/", "ws://a%40b/",
        "ws://a]/",
        "ws://a%3A80/",
    ])
    func `what is no host is an error`(text: String) {
        let error = #expect(throws: EndpointURIError.self) { try EndpointURI(text) }
        guard case .invalidHost? = error else { return #expect(Bool(false), "not \(String(describing: error))") }
    }

    @Test(arguments: ["ws://host/#x", "ws://host#x", "ws://host/?query=a#x", "tap:a#b", "#x"])
    func `RFC 6455 §3: a fragment is an error`(text: String) {
        let error = #expect(throws: EndpointURIError.self) { try EndpointURI(text, defaultScheme: "tap") }
        #expect(error.map { "\($0)" }?.hasSuffix("has no fragment: a '#' in a name is written '%23'") == true)
    }

    @Test(arguments: ["65536", "-1", "-0", "+80", "80a", "http", "8 0", "٨٠", "99999999999999999999"])
    func `what is no port is an error`(port: String) {
        #expect(throws: EndpointURIError.invalidPort(port)) { try EndpointURI("ws://host:\(port)/") }
        #expect(throws: EndpointURIError.invalidPort(port)) { try EndpointURI("ws://[::1]:\(port)/") }
    }

    @Test func `a URI has a greatest length`() throws {
        let longest = "tap:" + String(repeating: "x", count: 8188)
        #expect(try EndpointURI(longest).path.utf8.count == 8188)
        #expect(throws: EndpointURIError.tooLong(byteCount: 8193)) { try EndpointURI(longest + "x") }
    }

    @Test func `a combining mark does not hide a separator`() throws {
        let uri = try EndpointURI("ws:\u{301}//x?\u{301}a=\u{301}b")
        #expect(uri.scheme == "ws")
        #expect(uri.path == "\u{301}//x")
        #expect(uri.parameters == [.init("\u{301}a", "\u{301}b")])
        #expect(throws: EndpointURIError.invalidHost("[\u{301}::1]:80")) {
            try EndpointURI("ws://ann:secret@\u{301}@[\u{301}::1]:80")
        }
    }

    @Test func `no text makes it trap`() {
        let pieces = [
            "ws", ":", "//", "/", "@", "[", "]", "::1", "%", "%4", "%41", "%ff", "?", "&", "=", "80", "a", "ü",
            "\u{301}", "\0",
        ]
        var state: UInt64 = 1
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            for defaultScheme in [nil, "tap"] {
                guard let uri = try? EndpointURI(text, defaultScheme: defaultScheme) else { continue }
                #expect(EndpointURI.isScheme(uri.scheme))
            }
        }
    }
}
