import CLinux
import Frame
import Glibc
internal import Linux
internal import Streams
internal import TLS
import Transports

// What is worth knowing of a step that went well.
extension CheckReport {
    /// The words for an event that ends `step`; `nil` for another.
    func words(for event: DialEvent, in step: CheckStep) -> String? {
        switch event {
        // A proxy may have us repeat these, as a part of its own step.
        case .resolved(let host, let addresses): step == .lookup ? lookup(host, addresses) : nil
        case .connected(let address): step == .connection ? connection(address) : nil
        case .admittedByProxy: proxy
        case .secured(let summary): security(summary)
        case .answered(let answer): answer.isAboutLogin ? self.answer(answer).joined(separator: "; ") : nil
        case .upgraded(let subprotocol, let isCompressed): upgrade(subprotocol, isCompressed)
        case .began, .attemptFailed, .refusedByProxy, .distrusted, .timedOut: nil
        }
    }

    /// Why there is no such step.
    func absence(of step: CheckStep) -> String {
        switch step {
        case .lookup: "a Unix socket needs none"
        case .proxy: "none"
        case .security: "none: 'ws:' is not encrypted"
        case .options, .connection, .upgrade, .login, .frame, .largest, .network: ""
        }
    }

    /// What was presented, and not refused: whether it was looked at, no client is told.
    var loginWords: String {
        server.proofs.isEmpty
            ? "nothing was presented, and nothing was asked for"
            : server.proofs.joined(separator: ", ") + ": not refused"
    }

    private func lookup(_ host: String, _ addresses: [String]) -> String {
        guard IPAddress(host) == nil else { return "\(host) is an address" }
        let shown = addresses.prefix(4).map { ($0.contains(":") ? "IPv6 " : "IPv4 ") + $0 }
        let more = addresses.count > shown.count ? " and \(addresses.count - shown.count) more" : ""
        return "\(host): " + shown.joined(separator: ", ") + more
    }

    private func connection(_ address: String) -> String {
        let failures = evidence.attempts.map { "\($0.address): \(String(cString: strerror($0.code)))" }
        return "connected to \(address)" + (failures.isEmpty ? "" : ", not to \(failures.joined(separator: ", "))")
    }

    private var proxy: String {
        let name = server.proxy ?? ""
        return
            "\(name) by \(name.hasPrefix("http:") ? "CONNECT" : "SOCKS 5"), named by \(server.proxySource ?? "its URI")"
    }

    private func security(_ summary: SecuritySummary) -> String {
        let session: [String?] = [summary.algorithms, summary.applicationProtocol, summary.isResumed ? "resumed" : nil]
        let certificate = summary.certificate.map { "'\($0.subject)' by '\($0.issuer)', \($0.daysLeft) days left" }
        let parts: [String?] = [session.compactMap(\.self).joined(separator: ", "), certificate, verification(summary)]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    private func verification(_ summary: SecuritySummary) -> String {
        let authority: String? =
            switch summary.trust {
            case .system: "the system's authorities"
            case .file(let path): "the authorities in '\(path)'"
            case .anybody: summary.isPinned ? "its pinned key alone" : nil
            }
        guard let authority else { return "not verified, as --insecure asks" }
        return "verified by \(authority)" + (summary.isPinned && summary.trust != .anybody ? " and its pinned key" : "")
    }

    private func upgrade(_ subprotocol: String?, _ isCompressed: Bool) -> String {
        let agreement =
            subprotocol.map { "subprotocol \($0)" }
            ?? "no subprotocol: another program, or an etherws with subprotocol=off"
        let compression = isCompressed ? "compressed" : "not compressed"
        return (answer(evidence.answer).prefix(1) + [agreement, compression] + answer(evidence.answer).dropFirst())
            .joined(separator: "; ")
    }

    private func answer(_ answer: AnswerSummary?) -> [String] {
        guard let answer else { return [] }
        return ["\(answer.status) \(answer.reason)"] + (answer.server.map { ["Server: \($0)"] } ?? [])
    }
}
