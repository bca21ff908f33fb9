import Frame
import Glibc
import Streams
import TLS
import Testing
import Transports

@testable import etherws

@Suite struct CheckReportTests {
    private static let certificate = ServerCertificate(
        subject: "CN=tunnel", issuer: "CN=Corp CA", hosts: ["tunnel.test"], daysLeft: 61)

    /// The lines for events, each of which takes a millisecond.
    private func lines(
        _ events: [DialEvent],
        failing error: (any Error)? = nil,
        on server: CheckedServer = server()
    ) -> [CheckLine] {
        var report = CheckReport(on: server)
        var time = Duration.zero
        var lines: [CheckLine] = []
        for event in events {
            lines += report.note(event, at: time)
            time += .milliseconds(1)
        }
        if let error { lines += report.fail(error, at: time) }
        return lines
    }

    private static func server(_ uri: String = "wss://tunnel.test/", proofs: [String] = []) -> CheckedServer {
        let uri = (try? EndpointURI(uri)) ?? EndpointURI(scheme: "wss")
        return CheckedServer(uri: uri, name: "\(uri)", proxySource: "https_proxy", proofs: proofs)
    }

    private static let toServer: [DialEvent] = [
        .began(.lookup), .resolved(host: "tunnel.test", addresses: ["2001:db8::1", "192.0.2.1"]),
        .began(.connection), .connected(address: "192.0.2.1:443"),
    ]
    private static let throughTLS: [DialEvent] = [
        .began(.security),
        .secured(
            SecuritySummary(
                algorithms: "TLSv1.3 TLS_AES_256_GCM_SHA384", applicationProtocol: "http/1.1", certificate: certificate)
        ),
    ]

    @Test("A way that leads to the server has a line for each step, also for those that it does not need")
    func success() {
        let upgrade: [DialEvent] = [
            .began(.upgrade), .answered(AnswerSummary(status: 101, reason: "Switching Protocols", server: "nginx")),
            .upgraded(subprotocol: "etherws", isCompressed: false),
        ]
        let lines = lines(Self.toServer + Self.throughTLS + upgrade)
        #expect(lines.map(\.step) == [.lookup, .connection, .proxy, .security, .upgrade, .login])
        #expect(lines.map(\.verdict) == [.passed, .passed, .absent, .passed, .passed, .passed])
        #expect(
            lines.map(\.text) == [
                "tunnel.test: IPv6 2001:db8::1, IPv4 192.0.2.1", "connected to 192.0.2.1:443", "none",
                "TLSv1.3 TLS_AES_256_GCM_SHA384, http/1.1; 'CN=tunnel' by 'CN=Corp CA', 61 days left; "
                    + "verified by the system's authorities",
                "101 Switching Protocols; subprotocol etherws; not compressed; Server: nginx",
                "nothing was presented, and nothing was asked for",
            ])
        #expect(
            lines.map(\.duration) == [.milliseconds(1), .milliseconds(1), nil, .milliseconds(1), .milliseconds(2), nil])
    }

    @Test("Steps that a proxy has us repeat are part of its own")
    func proxy() {
        let again = Self.toServer.prefix(4)
        let lines = lines(
            Self.toServer + [.began(.proxy)] + again + [.began(.proxy), .admittedByProxy, .began(.upgrade)],
            on: Self.server("ws://h/?proxy=http://alice@p:3128"))
        #expect(lines.map(\.step) == [.lookup, .connection, .proxy])
        #expect(lines.last?.text == "http://alice@p:3128 by CONNECT, named by https_proxy")
        #expect(lines.last?.duration == .milliseconds(6))
    }

    @Test("A Unix socket needs no name, and 'ws:' no TLS")
    func absent() {
        let lines = lines([
            .began(.connection), .connected(address: "unix:/run/x"), .began(.upgrade),
            .answered(AnswerSummary(status: 101)), .upgraded(subprotocol: nil, isCompressed: true),
        ])
        #expect(lines.map(\.verdict) == [.absent, .passed, .absent, .absent, .passed, .passed])
    }

    @Test("Attempts that failed before one succeeded are told")
    func fallback() {
        let lines = lines([
            .began(.connection), .attemptFailed(address: "[2001:db8::1]:443", code: ENETUNREACH),
            .connected(address: "192.0.2.1:443"),
        ])
        #expect(
            lines.last?.text == "connected to 192.0.2.1:443, not to [2001:db8::1]:443: Network is unreachable")
    }

    @Test("The step that fails says why, and the steps behind it are skipped")
    func failure() {
        let error = TransportError.unreachable("cannot connect to 192.0.2.1:443: Connection refused")
        let lines = lines(
            Self.toServer.dropLast() + [.attemptFailed(address: "192.0.2.1:443", code: ECONNREFUSED)], failing: error)
        #expect(
            lines.map(\.step) == [
                .lookup, .connection, .proxy, .security, .upgrade, .login, .frame, .largest, .network,
            ])
        #expect(lines.map(\.verdict) == [.passed, .failed] + [CheckLine.Verdict](repeating: .skipped, count: 7))
        #expect(lines[1].text == "\(error) – nothing listens there, or a firewall rejects the connection")
    }

    @Test("An inspecting proxy is known by the certificate that it makes up")
    func inspection() {
        let lines = lines(
            Self.toServer + [.began(.security), .distrusted(Self.certificate, .unknownAuthority)],
            failing: TransportError.refused("the certificate of 'tunnel.test' is not trusted"))
        #expect(lines.first { $0.verdict == .failed }?.step == .security)
        #expect(
            lines.first { $0.verdict == .failed }?.text.contains("issued by 'CN=Corp CA', an inspecting proxy")
                == true)
    }

    @Test("A password that is refused is the login's fault, and not that of the request")
    func login() {
        let answer = AnswerSummary(status: 401, reason: "Authorization Required", challenges: ["Basic", "Bearer"])
        let error = TransportError.refused("h answered 401")
        let events = Self.toServer + [.began(.upgrade), .answered(answer)]
        let without = lines(events, failing: error)
        #expect(without.first { $0.verdict == .failed }?.step == .login)
        #expect(without.contains { $0.step == .upgrade && $0.verdict == .passed })
        #expect(
            without.first { $0.verdict == .failed }?.text
                == "h answered 401 – it asks for Basic or Bearer, and nothing was presented: use --user or --token-file"
        )
        let wrong = lines(events, failing: error, on: Self.server(proofs: ["user 'alice' and a password"]))
        #expect(
            wrong.first { $0.verdict == .failed }?.text
                == "h answered 401 – it asks for Basic or Bearer; presented: user 'alice' and a password")
    }

    @Test("What is wrong before anything begins is told of the options")
    func options() {
        let lines = lines([], failing: TransportError.refused("cannot read 'x'"))
        #expect(lines.first == CheckLine(step: .options, verdict: .failed, text: "cannot read 'x'"))
        #expect(lines.dropFirst().allSatisfy { $0.verdict == .skipped })
    }

    @Test("Who vouches for a certificate is told, and who does not")
    func trust() {
        func words(_ trust: ServerTrust, _ isPinned: Bool) -> String? {
            let summary = SecuritySummary(algorithms: "x", isResumed: true, trust: trust, isPinned: isPinned)
            return lines([.began(.security), .secured(summary)]).last?.text
        }
        #expect(
            words(.file("ca.pem"), true) == "x, resumed; verified by the authorities in 'ca.pem' and its pinned key")
        #expect(words(.anybody, true) == "x, resumed; verified by its pinned key alone")
        #expect(words(.anybody, false) == "x, resumed; not verified, as --insecure asks")
    }
}
