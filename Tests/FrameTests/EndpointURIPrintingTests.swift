import Frame
import Testing

@Suite struct EndpointURIPrintingTests {
    @Test(arguments: [
        "tap:ethws%d?mtu=9000", "loopback:lab", "ws://host", "ws://host/", "wss://host:8443/path?deflate=on&insecure",
        "ws://[::1]:80/", "ws://ann@host/", "htpasswd:/etc/etherws/htpasswd", "ws:///x", "tap:100%", "tap:x?a=b=c?d",
        "tap:a%20b", "tap:a%0Ab", "tap:a%3Fb", "tap:%2541", "tap:x?a%3Db=c%26d", "ws://[fe80::1%25eth0]/", "tap:/%2Fx",
        "ws://a%3Ab@host/", "tap:x?=", "tap:müller", "tap:%25410", "tap:a!b~c", "tap:a%7Fb", "htpasswd:/a%23b",
        "ws://host/a%23b?c=d%23e",
    ])
    func `what is printed reads as the same URI again`(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(uri.description == text)
        #expect(try EndpointURI(uri.description) == uri)
    }

    @Test(arguments: ["//", "//x", "///", "/", "", "x"])
    func `a combining mark does not change what is printed`(start: String) throws {
        let uri = EndpointURI(scheme: "tap", path: start + "\u{301}", parameters: [.init("\u{301}", "\u{301}")])
        let again = try EndpointURI(uri.description)
        #expect(again.path.utf8.elementsEqual(uri.path.utf8))
        #expect(again.parameters == uri.parameters && again.host == nil)
    }

    @Test(arguments: [
        "a=b&\u{301}token=hunter2", "token=\u{301}hunter2", "\u{301}&token=hunter2&\u{301}", "\u{301}token=hunter2",
    ])
    func `a combining mark does not show a secret`(query: String) {
        let uri = EndpointURI(scheme: "ws", host: "host", parameters: [.init("query", query)])
        #expect(uri.holdsSecret)
        #expect(uri.description.contains("••••") && !uri.description.contains("hunter2"))
    }

    @Test func `a URI of parts prints as one`() {
        var uri = EndpointURI(
            scheme: "WSS", host: "2001:db8::1", port: 443, path: "/a?b", parameters: [.init("c", "d e")])
        uri.user = "ann/bob"
        #expect(uri.description == "wss://ann%2Fbob@[2001:db8::1]:443/a%3Fb?c=d%20e")
    }

    @Test(arguments: [
        "wss://ann:hunter2@host/", "wss://:hunter2@host/", "wss://host/?token=hunter2",
        "wss://host/?a=b&PASSWORD=hunter2",
        "wss://host/?proxy-password=hunter2&x=y", "wss://host/?client_secret=hunter2", "x:?key-passphrase=hunter2",
        "wss://ann:hunter2@host/?accessToken=hunter2", "x:?Secret=hunter2",
    ])
    func `secrets are hidden however the URI is printed`(text: String) throws {
        let uri = try EndpointURI(text)
        var dumped = ""
        dump(uri, to: &dumped)
        dump(uri.parameters, to: &dumped)
        for shown in [
            "\(uri)", String(reflecting: uri), "\([uri])", "\(uri.parameters)", "\(Optional(uri) as Any)", dumped,
        ] {
            #expect(!shown.contains("hunter2"))
        }
        #expect(uri.description.contains("••••"))
        #expect(uri.password == "hunter2" || uri.parameters.contains { $0.value == "hunter2" })
    }

    @Test(arguments: [
        ("wss://host/?query=token=hunter2", "wss://host/?query=token=••••"),
        ("wss://host/?query=room%3D5%26token%3Dhunter2%26x", "wss://host/?query=room=5%26token=••••%26x"),
        ("wss://host/?query=a%26%26token=hunter2", "wss://host/?query=a%26%26token=••••"),
        ("wss://host/?query=t%256Fken=hunter2", "wss://host/?query=t%256Fken=••••"),
        ("chain:?auth=x:?secret=hunter2&auth=tokens:y", "chain:?auth=x:?secret=••••&auth=tokens:y"),
    ])
    func `a secret is hidden within a query for somebody else too`(text: String, shown: String) throws {
        let uri = try EndpointURI(text)
        #expect(uri.description == shown)
        #expect(uri.holdsSecret)
    }

    @Test(arguments: [
        "wss://host/?query=token=", "wss://host/?query=tokens=file", "chain:?auth=tokens:file", "wss://host/",
    ])
    func `a URI without a secret says so`(text: String) throws { #expect(try !EndpointURI(text).holdsSecret) }

    @Test(arguments: ["wss://host/?key=/etc/key.pem", "wss://host/?tokens=file", "wss://host/?passwordfile=file"])
    func `names of files are not secrets`(text: String) throws { #expect(try EndpointURI(text).description == text) }

    @Test(arguments: [
        "//ann:hunter2@host/", "wss//ann:hunter2@host/?x", "hunter2@host", "/x?token=hunter2",
        "wss://ann:hunter2%00@host/",
        "wss://host/?token=hunter2%ff", "wss://host/?query=token=hunter2%ff", "wss://host/?query=token%3Dhunter2%ff",
        "wss://ann:hunter2@[::1/", "wss://ann:hunter2@host:x/",
    ])
    func `errors hide secrets too`(text: String) {
        let error = #expect(throws: EndpointURIError.self) { try EndpointURI(text) }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `control characters cannot break a line of the log`() throws {
        let uri = try EndpointURI("tap:a%0D%0Aadmitted%20root%1b[0m?b%0a=c%09d")
        #expect(uri.description == "tap:a%0D%0Aadmitted%20root%1B[0m?b%0A=c%09d")
    }
}
