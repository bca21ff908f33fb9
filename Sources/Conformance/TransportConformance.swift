public import Frame

/// The rules that every transport keeps. Run it in the tests of yours:
///
///     let listening = try UDPTransport(EndpointURI("udp://127.0.0.1:0"))
///     try await TransportConformance.check(listening, on: loop) { try UDPTransport($0) }
public enum TransportConformance {
    /// Checks a transport by what passes between a listener and those that connect to it.
    ///
    /// - Parameters:
    ///   - transport: listens, several times, on an address of this host and a port that the system chooses.
    ///   - loop: a running event loop, for both sides.
    ///   - longestFrame: bytes of the longest frame that the transport carries.
    ///   - authenticates: whether the transport presents credentials, and asks for them.
    ///   - limit: how long any one thing may take.
    ///   - connecting: makes the transport that connects to an address where a listener listens.
    /// - Throws: ``ConformanceFailure`` for the first rule that is broken, and what listening throws.
    public static func check(
        _ transport: any Transport,
        on loop: any EventLoop,
        longestFrame: Int = FrameSize.maximum,
        authenticates: Bool = true,
        limit: Duration = .seconds(10),
        _ connecting: @escaping @Sendable (EndpointURI) throws -> any Transport
    ) async throws {
        let rules = TransportRules(
            transport: transport,
            connecting: connecting,
            loop: loop,
            longestFrame: longestFrame,
            patience: Patience(loop: loop, limit: limit)
        )
        try await rules.check()
        if authenticates { try await rules.checkAuthentication() }
    }
}
