import Frame
import Logging
import Node
import Switching
import Transports

extension TunnelPlan {
    /// Opens the device first, so that no peer is admitted to a switch that leads nowhere, then the far end.
    ///
    /// - Throws: what keeps either from being opened.
    func open(on node: Node, password: Secret?, logger: Logger) async throws {
        logger.debug("opening \(device)")
        try await node.open(device: device)
        if compressesWithinTLS {
            logger.warning(
                "compression within TLS lets others guess secrets by the length of what is sent (CRIME, VORACLE)")
        }
        switch farEnd {
        case .listen(let uri, let authenticator):
            logger.debug("admitting \(authenticator.map { "whom \($0) knows" } ?? "everybody")")
            let address = try await node.listen(uri, authenticator: authenticator)
            logger.info("listening on \(address)")
        case .connect(let uris, let user):
            let names = uris.map(\.description).joined(separator: " or ")
            logger.debug("connecting to \(names)")
            try await node.connect(toAnyOf: uris, as: credentials(user, password), retrying: backoff)
            logger.info("connected to \(names)")
        }
    }

    /// Whether what crosses the tunnel is compressed before it is encrypted.
    var compressesWithinTLS: Bool {
        switch farEnd {
        case .listen(let uri, _): Self.compressesWithinTLS(uri)
        case .connect(let uris, _): uris.contains(where: Self.compressesWithinTLS)
        }
    }

    private static func compressesWithinTLS(_ uri: EndpointURI) -> Bool {
        (try? WebSocketTransport(uri))?.compressesWithinTLS == true
    }

    /// What the switch in the middle is set to.
    var switchConfiguration: SwitchConfiguration {
        var configuration = SwitchConfiguration()
        configuration.portGrace = portGrace
        configuration.policies = policies
        return configuration
    }

    /// What is lost for good when the port in `event` has gone: the device always, the tunnel where there is only one.
    func loss(in event: NodeEvent) -> Failure? {
        guard case .detached(let port, let reason) = event else { return nil }
        switch (port.role, farEnd) {
        case (.tunnel, .listen), (.trunk, _): return nil
        case (.device, _), (.tunnel, .connect):
            let why = reason.map { Failure($0).sentence } ?? "closed by the other end"
            return Failure("\(port.name): \(why)", .unreachable)
        }
    }

    private func credentials(_ user: String?, _ password: Secret?) -> Credentials {
        guard let password else { return .none }
        if tokenFile != nil { return .bearer(password) }
        guard let user else { return .none }
        return .basic(user: user, password: password)
    }
}
