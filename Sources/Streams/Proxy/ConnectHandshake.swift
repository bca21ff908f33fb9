package import Frame
package import HTTP

/// Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6).
///
/// Credentials are sent only when they are asked for, and then by the best scheme that the proxy offers: a password in the clear
/// goes nowhere where a hash of it would do.
package struct ConnectHandshake: ProxyHandshake {
    private let authority: String
    private let credentials: Credentials.Basic?
    private let limits: HeadLimits
    private let makeNonce: () -> String
    /// What to prove who we are by, once the proxy has asked.
    private var challenge: ProxyChallenge?
    private var parser: HeadParser<ResponseHead>

    /// - Parameters:
    ///   - authority: host and port of the server.
    ///   - makeNonce: a random text, new for each answer to a challenge.
    /// - Throws: ``EndpointURIError`` for a host that would be more than one word of a request.
    package init(
        to authority: String,
        as credentials: Credentials.Basic?,
        limits: HeadLimits = HeadLimits(),
        makeNonce: @escaping () -> String
    ) throws(EndpointURIError) {
        guard authority.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .invalidHost(authority) }
        self.authority = authority
        self.credentials = credentials
        self.limits = limits
        self.makeNonce = makeNonce
        parser = HeadParser(limits: limits)
    }

    package mutating func begin() -> [UInt8] {
        parser = HeadParser(limits: limits)
        var fields = "Host: \(authority)\r\n"
        if let challenge, let credentials {
            fields += "Proxy-Authorization: "
            fields += challenge.answer(credentials, method: "CONNECT", target: authority, nonce: makeNonce()) + "\r\n"
        }
        return Array("CONNECT \(authority) HTTP/1.1\r\n\(fields)\r\n".utf8)
    }

    package mutating func advance(_ bytes: [UInt8]) throws(ProxyError) -> ProxyStep {
        let parsed: (head: ResponseHead, length: Int)?
        do throws(HeadError) {
            parsed = try parser.parse(bytes.span.bytes)
        } catch {
            throw .malformed("\(error)")
        }
        guard let (response, length) = parsed else { return .needsMore }
        let answer = "\(response.status) \(response.reason)"
        switch response.status {
        case 200...299:
            // The server waits for us to speak first, so that this comes from somebody else.
            guard length == bytes.count else { throw .malformed("it speaks in the server's place") }
            return .open
        case 407:
            try take(ProxyChallenge.best(of: response.fields.values(of: "Proxy-Authenticate")))
            return .reconnect
        // tinyproxy asks by 407, and answers to a wrong password by 401.
        case 401 where challenge != nil: throw .wrongCredentials
        case 403, 405, 451: throw .forbidden(answer)
        default: throw .failed(answer)
        }
    }

    private mutating func take(_ offered: ProxyChallenge?) throws(ProxyError) {
        guard credentials != nil else { throw .needsCredentials("a user name and a password") }
        guard let offered else { throw .needsCredentials("another way to authenticate than Basic and Digest") }
        // A nonce that has aged says nothing about the password, but one that ages twice is an endless game.
        guard challenge == nil || offered.isStale && challenge?.isStale == false else { throw .wrongCredentials }
        challenge = offered
    }
}
