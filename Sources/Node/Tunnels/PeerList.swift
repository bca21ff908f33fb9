import Frame

/// The peers that a tunnel may lead to, in the order in which they are tried.
struct PeerList: Sendable {
    private let transports: [any Transport]
    private let credentials: Credentials

    init(_ transports: [any Transport], as credentials: Credentials) {
        (self.transports, self.credentials) = (transports, credentials)
    }

    /// Connects to the first that admits us.
    ///
    /// - Throws: why none did, as ``TransportError/refused(_:)`` if one of them refused us; at once what is wrong with a URI.
    nonisolated(nonsending) func connect(on loop: any EventLoop) async throws -> sending any Link {
        var failures: [any Error] = []
        for transport in transports {
            try Task.checkCancellation()
            do {
                return try await transport.connect(on: loop, as: credentials)
            } catch let error as EndpointURIError {
                throw error
            } catch {
                failures.append(error)
            }
        }
        throw Self.sum(failures)
    }

    private static func sum(_ failures: [any Error]) -> any Error {
        if failures.count == 1, let failure = failures.first { return failure }
        let why = failures.map { "\($0)" }.joined(separator: "; ")
        let isRefused = failures.contains { ($0 as? TransportError)?.isRefusal == true }
        return isRefused ? TransportError.refused(why) : TransportError.unreachable(why)
    }
}

extension TransportError {
    /// Whether asking again would be of no use.
    var isRefusal: Bool { if case .refused = self { true } else { false } }

    /// How long the peer wants to be left alone, if it says so.
    var delay: Duration? { if case .busy(_, let delay) = self { delay } else { nil } }
}
