import Auth
import CLinux
import Frame
import Glibc
import Testing

@testable import etherws

@Suite struct TunnelPlanTests {
    @Test("A scheme that nobody registered is found before anything is opened")
    func unknownSchemes() throws {
        let registry = try Registry(.known)
        let device = EndpointURI(scheme: "known", path: "x")
        let unknown = EndpointURI(scheme: "unknown", path: "x")
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: unknown, farEnd: .connect([device], user: nil)).check(against: registry)
        }
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: device, farEnd: .connect([unknown], user: nil)).check(against: registry)
        }
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: device, farEnd: .listen(unknown, authenticator: nil)).check(against: registry)
        }
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: device, farEnd: .listen(device, authenticator: unknown)).check(against: registry)
        }
        for farEnd in [.listen(device, authenticator: device), .connect([device], user: "alice")] as [TunnelPlan.FarEnd]
        {
            #expect(try TunnelPlan(device: device, farEnd: farEnd).check(against: registry) == [])
        }
    }

    @Test("The operator is told of users who cannot be admitted")
    func warnings() throws {
        let file = "/tmp/etherws-test-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        defer { unlink(file) }
        writeLine("ann:$2y$05$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66\nbob:plain", to: descriptor)
        close(descriptor)
        let users = EndpointURI(scheme: "htpasswd", path: file)
        let known = EndpointURI(scheme: "known", path: "x")
        let plan = TunnelPlan(device: known, farEnd: .listen(known, authenticator: users))
        #expect(
            try plan.check(against: Registry(.known, .auth))
                == ["'\(file)': 1 user cannot be admitted, for want of a bcrypt, SHA-crypt, apr1 or {SHA} entry"])
    }

    @Test("Only a client that names a user needs a password")
    func user() {
        let uri = EndpointURI(scheme: "known")
        #expect(TunnelPlan(device: uri, farEnd: .connect([uri], user: "alice")).user == "alice")
        #expect(TunnelPlan(device: uri, farEnd: .connect([uri], user: nil)).user == nil)
        #expect(TunnelPlan(device: uri, farEnd: .listen(uri, authenticator: uri)).user == nil)
    }
}

private struct Known: Device, Transport, Authenticator {
    func open(on loop: any EventLoop) async throws -> sending any Link { throw TransportError.cannotConnect }
    func authenticate(_ credentials: Credentials) async throws -> Principal? { nil }
}

extension Plugin {
    fileprivate static let known = Plugin { registry throws(RegistryError) in
        try registry.add(device: "known") { _ in Known() }
        try registry.add(transport: "known") { _ in Known() }
        try registry.add(authenticator: "known") { _ in Known() }
    }
}
