internal import CLinux
package import Frame
internal import Glibc

/// Asks a SOCKS proxy for a connection (RFC 1928), by name and password if it wants them (RFC 1929).
///
///     → 05 n methods            ← 05 method
///     → 01 n user n password    ← 01 status                                   method 02 alone
///     → 05 01 00 address port   ← 05 reply 00 address port
///
/// The proxy resolves the server's name: here it may mean nothing, and the question would tell others where we go.
package struct SOCKSHandshake: ProxyHandshake {
    private let address: [UInt8]
    private let login: [UInt8]?
    private var stage = Stage.method

    private enum Stage {
        case method, login, reply
    }

    /// - Throws: ``EndpointURIError`` for what does not fit in the protocol's lengths of one byte.
    package init(to host: String, port: UInt16, as credentials: Credentials.Basic?) throws(EndpointURIError) {
        address = try Self.address(host) + [UInt8(port >> 8), UInt8(port & 0xff)]
        login = try credentials.map { credentials throws(EndpointURIError) in
            let parts = [Array(credentials.user.utf8), Array(credentials.password.reveal().utf8)]
            guard parts.allSatisfy({ (1...255).contains($0.count) }) else {
                throw .unexpectedPart("user name or password of no or more than 255 bytes", in: "socks5")
            }
            return [1] + parts.flatMap { [UInt8($0.count)] + $0 }
        }
    }

    package mutating func begin() -> [UInt8] {
        stage = .method
        return login == nil ? [5, 1, Self.openToAll] : [5, 2, Self.openToAll, Self.byPassword]
    }

    package mutating func advance(_ bytes: [UInt8]) throws(ProxyError) -> ProxyStep {
        switch stage {
        case .method: try chooseMethod(bytes)
        case .login: try judgeLogin(bytes)
        case .reply: try judgeReply(bytes)
        }
    }

    private static let openToAll: UInt8 = 0
    private static let byPassword: UInt8 = 2

    private var request: [UInt8] { [5, 1, 0] + address }

    private mutating func chooseMethod(_ bytes: [UInt8]) throws(ProxyError) -> ProxyStep {
        guard bytes.first ?? 5 == 5 else { throw .malformed("it does not speak SOCKS 5") }
        guard bytes.count >= 2 else { return .needsMore }
        guard bytes.count == 2 else { throw .malformed("it speaks out of turn") }
        switch (bytes[1], login) {
        case (Self.openToAll, _):
            stage = .reply
            return .send(request)
        case (Self.byPassword, let login?):
            stage = .login
            return .send(login)
        case (0xff, nil): throw .needsCredentials("a user name and a password")
        case (0xff, _): throw .needsCredentials("another way to authenticate than a user name and a password")
        case (let method, _): throw .malformed("it chose the method \(method), which was not offered")
        }
    }

    private mutating func judgeLogin(_ bytes: [UInt8]) throws(ProxyError) -> ProxyStep {
        guard bytes.first ?? 1 == 1 else { throw .malformed("it answers a login with version \(bytes[0])") }
        guard bytes.count >= 2 else { return .needsMore }
        guard bytes.count == 2 else { throw .malformed("it speaks out of turn") }
        // "If the server returns a 'failure' … it MUST close the connection" (RFC 1929 §2).
        guard bytes[1] == 0 else { throw .wrongCredentials }
        stage = .reply
        return .send(request)
    }

    private func judgeReply(_ bytes: [UInt8]) throws(ProxyError) -> ProxyStep {
        guard bytes.first ?? 5 == 5 else { throw .malformed("it replies with version \(bytes[0])") }
        if bytes.count >= 2, bytes[1] != 0 { throw Self.failure(bytes[1]) }
        guard bytes.count >= 5 else { return .needsMore }
        let length: Int
        switch bytes[3] {
        case 1: length = 4
        case 3: length = 1 + Int(bytes[4])
        case 4: length = 16
        case let type: throw .malformed("it replies with an address of type \(type)")
        }
        guard bytes.count >= 4 + length + 2 else { return .needsMore }
        guard bytes.count == 4 + length + 2 else { throw .malformed("it speaks in the server's place") }
        return .open
    }

    /// RFC 1928 §6.
    private static func failure(_ reply: UInt8) -> ProxyError {
        switch reply {
        case 1: .failed("that it has failed")
        case 2: .forbidden("that its rules forbid it")
        case 3: .failed("that the network cannot be reached")
        case 4: .failed("that the host cannot be reached")
        case 5: .failed("that the connection was refused")
        case 6: .failed("that the server cannot be reached in time")
        case 7: .failed("that it does not connect for others")
        case 8: .failed("that it does not know this type of address")
        default: .failed("with the reply \(reply)")
        }
    }

    /// The type and the address: 1 for IPv4, 4 for IPv6, 3 for a name (RFC 1928 §5).
    private static func address(_ host: String) throws(EndpointURIError) -> [UInt8] {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return [1] + withUnsafeBytes(of: four) { Array($0) } }
        var sixteen = in6_addr()
        if inet_pton(AF_INET6, host, &sixteen) == 1 { return [4] + withUnsafeBytes(of: sixteen) { Array($0) } }
        let name = Array(host.utf8)
        guard (1...255).contains(name.count) else { throw .invalidHost(host) }
        return [3, UInt8(name.count)] + name
    }
}
