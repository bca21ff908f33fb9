import Frame
import Glibc
import Streams
import TLS
import Testing
import Transports

@testable import etherws

@Suite struct LikelyCauseTests {
    private func cause(
        _ step: CheckStep,
        _ events: DialEvent...,
        after error: any Error = TransportError.unreachable("x")
    ) -> String {
        var evidence = Evidence()
        for event in events { evidence.note(event) }
        return evidence.likelyCause(of: step, after: error, presenting: []) ?? ""
    }

    @Test(
        "A connection that is not made has a cause for each error, and one for silence",
        arguments: [
            (ECONNREFUSED, "nothing listens"), (EHOSTUNREACH, "no route"), (ENETUNREACH, "no route"),
            (ETIMEDOUT, "dropped"), (EACCES, "does not allow"), (ENOENT, "no such socket"),
        ] as [(CInt, String)])
    func connection(_ code: CInt, _ words: String) {
        #expect(cause(.connection, .attemptFailed(address: "a", code: code)).contains(words))
        #expect(cause(.connection).contains("dropped"))
    }

    @Test("Of several attempts one that somebody has answered tells most, and silence more than that IPv6 is missing")
    func attempts() {
        let (missing, refused) = (
            DialEvent.attemptFailed(address: "b", code: ENETUNREACH),
            DialEvent.attemptFailed(address: "a", code: ECONNREFUSED)
        )
        #expect(cause(.connection, refused, missing).contains("nothing listens"))
        #expect(cause(.connection, missing, .timedOut).contains("dropped"))
    }

    @Test("A client certificate that is not accepted, and an interruption, are no riddles")
    func ours() {
        let refusal = TransportError.refused("x")
        for step in [CheckStep.security, .upgrade] {
            #expect(cause(step, after: refusal).hasPrefix("use --client-cert"))
        }
        #expect(cause(.connection, after: Interrupted(signal: 2)).isEmpty)
    }

    @Test(
        "A proxy's answer has a cause where something can be done about it",
        arguments: [
            (.needsCredentials("x"), "--proxy-password-file"), (.forbidden("403"), "rules"), (.failed("502"), "reach"),
            (.malformed("x"), "port"),
        ] as [(ProxyError, String)])
    func proxy(_ error: ProxyError, _ words: String) {
        #expect(cause(.proxy, .refusedByProxy(error)).contains(words))
    }

    @Test(
        "A certificate that is no good has a cause",
        arguments: [
            (.unknownAuthority, "--cacerts"), (.otherHost, "tunnel.test"), (.expired, "renew"), (.notYetValid, "clock"),
            (.notPinned, "new key"),
        ] as [(CertificateFault, String)])
    func certificate(_ fault: CertificateFault, _ words: String) {
        let certificate = ServerCertificate(subject: "CN=a", issuer: "CN=b", hosts: ["tunnel.test"], daysLeft: 1)
        #expect(cause(.security, .distrusted(certificate, fault)).contains(words))
        #expect(cause(.security).contains("does not speak TLS"))
        #expect(cause(.security, .timedOut).contains("MTU"))
    }

    @Test(
        "Of the hosts that a certificate is for three are shown",
        arguments: [
            (0, "for 'CN=a':"), (1, "for h1:"), (3, "for h1, h2, h3:"), (4, "for h1, h2, h3, …:"),
        ])
    func hosts(_ count: Int, _ words: String) {
        let hosts = (1...4).prefix(count).map { "h\($0)" }
        let certificate = ServerCertificate(subject: "CN=a", issuer: "CN=b", hosts: hosts, daysLeft: 1)
        #expect(cause(.security, .distrusted(certificate, .otherHost)).contains(words))
    }

    @Test(
        "An answer that is no upgrade has a cause",
        arguments: [
            (101, "instead of the server"), (200, "a web server"), (299, "a web server"), (300, "another host"),
            (302, "wss"), (399, "another host"), (400, "Upgrade"), (403, "firewall"), (404, "path"), (407, "--proxy"),
            (426, "Upgrade"), (502, "not the server behind it"), (504, "not the server behind it"),
        ])
    func answer(_ status: Int, _ words: String) {
        #expect(cause(.upgrade, .answered(AnswerSummary(status: status))).contains(words))
        #expect(cause(.upgrade).contains("does not speak WebSocket"))
        #expect(cause(.upgrade, .timedOut).contains("holds back"))
    }

    @Test("An answer that says it all has none")
    func clearAnswers() {
        let unclear = [101, 400, 403, 404, 407, 426, 502, 504]
        let caused = (100...599).filter { !cause(.upgrade, .answered(AnswerSummary(status: $0))).isEmpty }
        #expect(caused == (unclear + (200...399)).sorted())
    }

    @Test("Frames that do not pass have a cause")
    func frames() {
        #expect(cause(.frame).contains("no messages"))
        #expect(cause(.largest).contains("--mtu"))
        #expect(cause(.network).isEmpty)
    }
}
