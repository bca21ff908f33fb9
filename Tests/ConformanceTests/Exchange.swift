import Devices
import Frame
import Synchronization

/// Where the listeners of a test are, by port.
actor Exchange {
    /// A listener's side.
    struct Door: Sendable {
        let loop: any EventLoop
        let authenticator: (any Authenticator)?
        let acceptor: any Acceptor
    }

    private let panel = PatchPanel()
    private var doors: [UInt16: (door: Door, fault: TransportFault?, end: TestLink.Release)] = [:]
    private var lastPort: UInt16 = 0
    private var lastCable = 0

    func listen(_ door: Door, _ fault: TransportFault?) -> TestListener {
        lastPort += 1
        doors[lastPort] = (door, fault, TestLink.Release())
        let shown: UInt16 =
            switch fault {
            case .hidesPort: 0
            case .namesWrongAddress: 9999
            default: lastPort
            }
        return TestListener(address: EndpointURI(scheme: "test", host: "exchange", port: shown), exchange: self)
    }

    func close(_ port: UInt16?) {
        guard let port, doors[port]?.fault != .staysOpen else { return }
        if doors[port]?.fault == .takesLinksAlong { doors[port]?.end.isOver.store(true, ordering: .relaxed) }
        doors[port] = nil
    }

    func connect(to port: UInt16?, as credentials: Credentials) async throws -> TestCable {
        guard let port, let (door, fault, end) = doors[port] else { throw TransportError.unreachable("no such port") }
        let principal = try await admit(credentials, at: door, fault)
        lastCable += 1
        let device = try LoopbackDevice(EndpointURI(scheme: "loopback", path: "\(lastCable)"), on: panel)
        let cable = TestCable(cable: device, fault: fault, end: end)
        let peer = Peer(
            address: .unnamed(shownAs: fault == .hidesPeerAddress ? "" : "192.0.2.1:4711"),
            principal: fault == .losesPrincipal ? nil : fault == .inventsPrincipal ? Principal("eve") : principal
        )
        if fault != .forgetsAcceptor { await door.acceptor.accepted(try await cable.open(on: door.loop), from: peer) }
        return cable
    }

    private func admit(
        _ credentials: Credentials,
        at door: Door,
        _ fault: TransportFault?
    ) async throws -> Principal? {
        guard let authenticator = door.authenticator else { return nil }
        var principal: Principal?
        do {
            principal = try await authenticator.authenticate(credentials)
        } catch {
            if fault == .admitsWhenUnsure { principal = Principal("unsure") }
        }
        if fault == .admitsEverybody { principal = principal ?? Principal("anybody") }
        guard let principal, fault != .refusesEverybody else {
            if fault != .refusesInSilence { door.acceptor.refused("192.0.2.1:4711", TransportError.refused("no")) }
            guard fault != .refusesAsUnreachable else { throw TransportError.unreachable("no") }
            let secret = fault == .tellsPassword ? credentials.basic?.password.reveal() ?? "" : ""
            throw TransportError.refused("not you \(secret)")
        }
        return principal
    }
}
