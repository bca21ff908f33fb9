import Frame
import Testing

@testable import etherws

@Suite struct TunnelPlanTests {
    @Test("A scheme that nobody registered is found before anything is opened")
    func unknownSchemes() throws {
        let registry = try Registry(.known)
        let device = EndpointURI(scheme: "known", path: "x")
        let unknown = EndpointURI(scheme: "unknown", path: "x")
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: unknown, farEnd: .connect(device, user: nil)).check(against: registry)
        }
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: device, farEnd: .connect(unknown, user: nil)).check(against: registry)
        }
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: device, farEnd: .listen(unknown, authenticator: nil)).check(against: registry)
        }
        #expect(throws: RegistryError.self) {
            try TunnelPlan(device: device, farEnd: .listen(device, authenticator: unknown)).check(against: registry)
        }
        try TunnelPlan(device: device, farEnd: .listen(device, authenticator: device)).check(against: registry)
        try TunnelPlan(device: device, farEnd: .connect(device, user: "alice")).check(against: registry)
    }

    @Test("Only a client that names a user needs a password")
    func user() {
        let uri = EndpointURI(scheme: "known")
        #expect(TunnelPlan(device: uri, farEnd: .connect(uri, user: "alice")).user == "alice")
        #expect(TunnelPlan(device: uri, farEnd: .connect(uri, user: nil)).user == nil)
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
