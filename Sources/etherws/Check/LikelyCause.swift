import CLinux
import Frame
import Glibc
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
            return "--client-cert and --client-key of an authority that the server trusts"
        }
        return switch step {
        case .options, .network: nil
        case .lookup:
            "the name is wrong, or this host's resolver does not know it or cannot be asked (/etc/resolv.conf)"
        case .connection: connectionCause
        case .proxy: proxyCause
        case .security: securityCause
        case .upgrade: upgradeCause
        case .login: loginCause(proofs)
        case .frame:
            "something on the way lets the upgrade pass, but no messages; a proxy in front must pass on both directions"
        case .largest:
            "something on the way limits the length of messages, or drops full packets (MTU): try a smaller --mtu"
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
        case ECONNREFUSED: "nothing listens there, or a firewall answers"
        case ENETUNREACH, EHOSTUNREACH: "there is no route to it, or a firewall says so"
        case EACCES, EPERM: "this host does not allow it: a firewall, or the permissions of a socket"
        case ENOENT: "there is no such socket: the server does not run, or listens elsewhere"
        default: "packets are dropped on the way, by a firewall, or the host is down"
        }
    }

    private var proxyCause: String? {
        switch proxyError {
        case .needsCredentials: "give --proxy http://USER@HOST:PORT and --proxy-password-file"
        case .wrongCredentials: nil
        case .forbidden: "its rules forbid this host or port: most proxies allow 443 alone"
        case .failed: "the proxy cannot find or reach the server"
        case .malformed, nil: "it is no such proxy, or does not answer: is it http: or socks5:, and the port right?"
        }
    }

    private var securityCause: String? {
        guard let distrust else {
            return hasTimedOut
                ? "large packets are dropped on the way (MTU), or the server hangs"
                : "no TLS is spoken there, a firewall looks into it, or there is no version or cipher in common"
        }
        let (certificate, fault) = (distrust.certificate, distrust.fault)
        switch fault {
        case .unknownAuthority:
            return
                "issued by '\(certificate.issuer)': an inspecting proxy's, or an authority of your own? --cacerts FILE trusts it"
        case .otherHost:
            return
                "it is for \(certificate.names): is the name in the URI right? Otherwise somebody else answers; --sni NAME expects another"
        case .expired: return "renew it at the server, or set this host's clock right"
        case .notYetValid: return "set this host's clock, or the server's certificate right"
        case .notPinned: return "issued by '\(certificate.issuer)': the server has a new key, or somebody else answers"
        case .revoked, .other: return nil
        }
    }

    private var upgradeCause: String? {
        guard let answer else {
            return hasTimedOut
                ? "something on the way holds back the upgrade to WebSocket, or the server hangs"
                : "what is there speaks no WebSocket, something on the way lets none pass, or 'wss:' and 'ws:' are mixed up"
        }
        switch answer.status {
        case 101: return "something on the way answers in the server's place"
        case 200...299:
            return "something else answers: a portal to log in at, a web server, or a front that does not know the path"
        case 300...399: return "a portal to log in at, or a front that wants 'wss:' or another host"
        case 400, 426: return "a proxy in front does not pass on Upgrade and Connection, or speaks HTTP/1.0 behind"
        case 403: return "or a firewall or front forbids it"
        case 404: return "the path in the URI, or the front's or the server's --path, is another"
        case 407: return "a proxy on the way wants a password: name it by --proxy"
        case 502, 504: return "the front is there, and the server behind it is not"
        default: return nil
        }
    }

    private func loginCause(_ proofs: [String]) -> String? {
        guard answer?.status == 401 else { return nil }
        let wanted = answer.map(\.challenges) ?? []
        let asked = wanted.isEmpty ? "it does not say what it wants" : "it asks for \(wanted.joined(separator: " or "))"
        return proofs.isEmpty
            ? "\(asked), and nothing was presented: give --user or --token-file"
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
