internal import Frame
internal import HTTP
internal import WebSocket

/// A server's answer to the request to upgrade (RFC 6455 §4.1).
struct UpgradeAnswer {
    private let response: ResponseHead
    private let server: String
    private let path: String

    init(_ response: ResponseHead, of endpoint: WebSocketEndpoint) {
        (self.response, server, path) = (response, endpoint.authority, endpoint.path)
    }

    /// What was agreed on.
    ///
    /// - Throws: ``TransportError`` that says what to do about an answer that is another.
    func agreement(with handshake: ClientHandshake) throws(TransportError) -> Agreement {
        do {
            return try handshake.agreement(from: response)
        } catch .refused(let status, let reason) {
            throw refusal(status, "\(server) answered \(status) \(reason)")
        } catch {
            throw .unreachable("\(server): \(error)")
        }
    }

    private func refusal(_ status: Int, _ answer: String) -> TransportError {
        switch status {
        case 401, 407: .refused("\(answer): \(blame)")
        case 403: .refused("\(answer): it may want a client certificate, or not welcome our origin")
        case 300...399: .unreachable("\(answer): redirects are not followed")
        case 404: .unreachable("\(answer): no tunnel is served at '\(path)'")
        case 429: .busy("\(answer): too many wrong passwords or tokens have come from here", retryAfter: delay)
        case 503: .busy("\(answer): the server admits no client now, and its log says why", retryAfter: delay)
        default: .unreachable(answer)
        }
    }

    /// How long the server wants to be left alone (RFC 9110 §10.2.3).
    ///
    /// Not at all if it does not say, or says it by a date.
    private var delay: Duration {
        let seconds = response.fields["Retry-After"].flatMap { UInt16($0) }
        return .seconds(Int64(seconds ?? 0))
    }

    /// What the server asks for and has not got.
    private var blame: String {
        let challenges = response.fields.values(of: "WWW-Authenticate").map { $0.lowercased() }
        let asksForToken = challenges.contains { $0.hasPrefix("bearer") }
        let asksForPassword = challenges.contains { $0.hasPrefix("basic") } || !asksForToken
        let proofs = (asksForPassword ? ["the user name or password"] : []) + (asksForToken ? ["the token"] : [])
        return proofs.joined(separator: " or ") + " is wrong or missing"
    }
}
