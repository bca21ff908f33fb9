import Frame
import Logging
import Node
import Reactor
import Testing

@testable import etherws

/// A transport of a third party: the program knows of it what it declares, and treats it as those of etherws.
@Suite struct ThirdPartyTests {
    /// `test://HOST?key=FILE&pin=SECRET&depth=1-9`.
    private struct TestTransport: Transport {
        private static let key = URIParameter.file("key", help: "private key, in PEM")
        private static let pin = URIParameter.secret("pin", help: "number that both sides know")
        private static let depth = URIParameter.number("depth", in: 1...9, default: 3, help: "depth in metres")

        static let declaration = URIDeclaration("//HOST", help: "tunnel through the ground", key, pin, depth)

        let uri: EndpointURI

        init(_ uri: EndpointURI) throws {
            self.uri = uri
            try uri.withParameters { parameters in
                _ = try (parameters.take(Self.key), parameters.take(Self.pin), parameters.take(Self.depth))
            }
        }

        func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
            throw TransportError.unreachable("\(uri): no way through")
        }
    }

    private static let plugin = Plugin { registry throws(RegistryError) in
        try registry.add(transport: "test", declaring: TestTransport.declaration) { try TestTransport($0) }
    }

    private let registry: Registry

    init() throws { registry = try Registry(Self.plugin) }

    private func plan(_ uri: String) throws -> NodePlan {
        NodePlan(tunnels: [TunnelEntry("tunnel", [try EndpointURI(uri)])])
    }

    @Test func `its secret is in no line of the log and in no error`() async throws {
        let log = RecordedLog()
        let loop = try EpollLoop()
        let node = Node(try plan("test://host?pin=1234&depth=2"), registry: registry, loops: [loop])
        let error = await #expect(throws: TransportError.self) {
            try await node.start { log.logger(level: .debug).log($0) }
        }
        await node.close()
        await loop.stop()
        #expect(log.lines == ["debug connecting to test://host?pin=••••&depth=2"])
        #expect(error?.description == "test://host?pin=••••&depth=2: no way through")
    }

    @Test func `its file is what the sandbox permits, and the program warns if it cannot be read`() throws {
        let log = RecordedLog()
        let needs = try plan("test://host?key=/nowhere/key.pem&pin=1234").needs(in: registry)
        #expect(needs == Needs(files: ["/nowhere/key.pem"], activities: .dialing))
        try Restrictions.none.enter(needs, logger: log.logger)
        #expect(log.lines.count == 1)
        #expect(log.lines[0].hasPrefix("warning changes of '/nowhere/key.pem' will not be seen"))
    }

    @Test(arguments: [
        ("test://host?depth=10", "the parameter 'depth' is a number from 1 to 9, not '10'"),
        ("test://host?dept=1", "unknown parameter 'dept'; known: key, pin, depth"),
        ("test://host?pin=1234&pin=5678", "the parameter 'pin' is given twice"),
    ])
    func `what is wrong with its URI is found at the start`(uri: String, sentence: String) throws {
        let error = #expect(throws: (any Error).self) { try plan(uri).check(against: registry) }
        #expect(error.map { Failure($0) } == Failure(sentence, .usage))
    }

    @Test func `it has a place in the help`() throws {
        #expect(
            try URIsCommand.text(of: registry) == """
                TRANSPORTS (--uri):

                test://HOST
                    tunnel through the ground
                      key=FILE                private key, in PEM
                      pin=SECRET              number that both sides know
                      depth=1-9               depth in metres (default: 3)
                """)
    }
}
