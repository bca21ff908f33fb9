import CLinux
import Frame
import Glibc
internal import Streams
internal import TLS
import Transports

// What operators find at the end of an afternoon, in one line.
extension Evidence {
    /// Why a step has probably failed, and what to do about it; `nil` where the error says it all.
    ///
    /// - Parameters:
    ///   - error: what the step has ended with.
    ///   - proofs: what was presented to the server.
    func likelyCause(of step: CheckStep, after error: any Error, presenting proofs: [String]) -> String? {
        if error is Interrupted { return nil }
        if refusesOurCertificate(error, at: step) {
            return "use --client-cert and --client-key, of an authority that the server trusts"
        }
        return switch step {
        case .options, .network: nil
        case .lookup:
            "the name is wrong, or this host's resolver does not know it or does not work (/etc/resolv.conf)"
        case .connection: connectionCause
        case .proxy: proxyCause
        case .security: securityCause
        case .upgrade: upgradeCause
        case .login: loginCause(proofs)
        case .frame:
            "a proxy on the way passes the upgrade, but no messages; it must pass both directions"
        case .largest:
            "a device on the way limits the length of messages, or drops full packets (MTU): try a smaller --mtu"
        }
    }

    /// Whether it is our certificate, or the lack of one, that the server does not accept.
    ///
    /// By TLS 1.3 a client hears of it when it waits for the answer to its request.
    private func refusesOurCertificate(_ error: any Error, at step: CheckStep) -> Bool {
        guard case .refused = error as? TransportError, distrust == nil, answer == nil else { return false }
        return step == .security || step == .upgrade
    }

    private var connectionCause: String {
        // Many hosts have no way to IPv6: what another address says tells more.
        let telling = attempts.last { $0.code != ENETUNREACH } ?? attempts.last
        return Self.cause(ofErrno: hasTimedOut ? ETIMEDOUT : telling?.code ?? ETIMEDOUT)
    }

    private static func cause(ofErrno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nothing listens there, or a firewall rejects the connection"
        case ENETUNREACH, EHOSTUNREACH: "there is no route to it, or a firewall rejects the connection"
        case EACCES, EPERM: "this host does not allow it: a firewall, or the permissions of a socket"
        case ENOENT: "there is no such socket: the server does not run, or listens elsewhere"
        default: "packets are dropped on the way, by a firewall, or the host is down"
        }
    }

    private var proxyCause: String? {
        switch proxyError {
        case .needsCredentials: "use --proxy http://USER@HOST:PORT and --proxy-password-file"
        case .wrongCredentials: nil
        case .forbidden: "its rules forbid this host or port: most proxies allow only port 443"
        case .failed: "the proxy cannot find or reach the server"
        case .malformed, nil: "it is not such a proxy, or does not answer: check http: or socks5:, and the port"
        }
    }

    private var securityCause: String? {
        guard let distrust else {
            return hasTimedOut
                ? "large packets are dropped on the way (MTU), or the server hangs"
                : "the port does not speak TLS, a firewall inspects it, or there is no common version or cipher"
        }
        let (certificate, fault) = (distrust.certificate, distrust.fault)
        switch fault {
        case .unknownAuthority:
            return
                "issued by '\(certificate.issuer)', an inspecting proxy or your own authority; trust it with --cacerts FILE"
        case .otherHost:
            return
                "it is for \(certificate.names): check the name in the URI, use --sni NAME, or another server answers"
        case .expired: return "renew it at the server, or correct this host's clock"
        case .notYetValid: return "correct this host's clock, or the server's certificate"
        case .notPinned: return "issued by '\(certificate.issuer)': the server has a new key, or another server answers"
        case .revoked, .other: return nil
        }
    }

    private var upgradeCause: String? {
        guard let answer else {
            return hasTimedOut
                ? "a device on the way holds back the upgrade to WebSocket, or the server hangs"
                : "the server does not speak WebSocket, a device on the way blocks it, or 'wss:' and 'ws:' are mixed up"
        }
        switch answer.status {
        case 101: return "a device on the way answers instead of the server"
        case 200...299:
            return "another server answers: a login portal, a web server, or a front that does not know the path"
        case 300...399: return "a login portal, or a front that wants 'wss:' or another host"
        case 400, 426:
            return "a reverse proxy does not pass on Upgrade and Connection, or speaks HTTP/1.0 to the server"
        case 403: return "or a firewall or a front forbids it"
        case 404: return "the path in the URI differs from that of the front or the server's --path"
        case 407: return "a proxy on the way wants a password: use --proxy"
        case 502, 504: return "the front is reached, but not the server behind it"
        default: return nil
        }
    }

    private func loginCause(_ proofs: [String]) -> String? {
        guard answer?.status == 401 else { return nil }
        let wanted = answer.map(\.challenges) ?? []
        let asked = wanted.isEmpty ? "it does not say what it wants" : "it asks for \(wanted.joined(separator: " or "))"
        return proofs.isEmpty
            ? "\(asked), and nothing was presented: use --user or --token-file"
            : "\(asked); presented: \(proofs.joined(separator: ", "))"
    }
}

extension ServerCertificate {
    /// Whom it is for, in words.
    fileprivate var names: String {
        let shown = hosts.prefix(3).joined(separator: ", ") + (hosts.count > 3 ? ", …" : "")
        return hosts.isEmpty ? "'\(subject)'" : shown
    }
}
