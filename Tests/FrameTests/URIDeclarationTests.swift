import Frame
import Testing

@Suite struct URIDeclarationTests {
    static let declaration = URIDeclaration(
        "//HOST:PORT",
        help: "a transport that exists in tests alone, whose description is so long that it needs a second line",
        URIParameter.number("mtu", in: 68...65_517, help: "MTU in bytes"),
        URIParameter.number("ping", in: 1...3600, default: 15, help: "seconds between pings"),
        URIParameter.number("patience", in: 2...86_400, standard: "3 × ping", help: "seconds of silence"),
        URIParameter.toggle("proxy-protocol", default: false, help: "whether proxies send the PROXY protocol"),
        URIParameter.text("address-and-network", "CIDR[,CIDR…]", help: "addresses").repeated(),
        URIParameter.file(
            "key", help: "private key in PEM, of which there is so much to say that one line will not do"),
        URIParameter.ownFile("unix", help: "Unix socket"),
        URIParameter.secret("pin", help: "the number that both know")
    )

    static let plugin = Plugin { registry throws(RegistryError) in
        try registry.add(transport: "Test", declaring: declaration) { _ in throw TransportError.silent }
        try registry.add(transport: "bare") { _ in throw TransportError.silent }
    }

    @Test func `the help of a scheme lists what its URIs may say, in 80 columns`() throws {
        let help = try Registry(Self.plugin).help(for: .transport, "TEST")
        #expect(
            help == """
                test://HOST:PORT
                    a transport that exists in tests alone, whose description is so long that it
                    needs a second line
                      mtu=68-65517            MTU in bytes
                      ping=1-3600             seconds between pings (default: 15)
                      patience=2-86400        seconds of silence (default: 3 × ping)
                      proxy-protocol=on|off   whether proxies send the PROXY protocol (default:
                                              off)
                      address-and-network=CIDR[,CIDR…]
                                              addresses; may be repeated
                      key=FILE                private key in PEM, of which there is so much to
                                              say that one line will not do
                      unix=PATH               Unix socket
                      pin=SECRET              the number that both know
                """)
        #expect(help?.split(separator: "\n").allSatisfy { $0.count <= 80 } == true)
    }

    @Test func `a scheme that declares nothing has its name alone`() throws {
        #expect(try Registry(Self.plugin).help(for: .transport, "bare") == "bare:")
    }

    @Test func `there is no help for a scheme that is not registered`() throws {
        let registry = try Registry(Self.plugin)
        #expect(registry.help(for: .transport, "tset") == nil)
        #expect(registry.help(for: .device, "test") == nil)
    }
}
