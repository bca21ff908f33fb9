import Frame
import Testing

@testable import Streams

@Suite struct ResolverTests {
    /// An address with a zone that no interface has is looked up nowhere.
    @Test("What the resolver says of a name that is none is told")
    func none() {
        let host = "fe80::1%no-such-interface"
        let reason = "cannot find the address of '\(host)': Name or service not known"
        #expect(throws: TransportError.unreachable(reason)) { try Resolver.addresses(of: host, port: 1) }
    }

    @Test("Without a host a server is at every address, and a client's server at its own", arguments: [true, false])
    func passive(isPassive: Bool) throws {
        let hosts = try Resolver.addresses(of: "", port: 7, isPassive: isPassive).map(\.host)
        #expect(hosts.contains(isPassive ? "0.0.0.0" : "127.0.0.1"))
    }
}
