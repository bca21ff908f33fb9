import Frame
import HTTP
import Reactor
import TLSSupport
import TestSupport
import Testing

@testable import Transports

/// What a server answers to credentials, and when.
@Suite struct AdmissionTests {
    /// Knows one password, `right`, and one token; breaks down at the password `trouble`; waits at its gate for the password `slow`.
    private struct Clerk: Authenticator {
        var acceptedKinds: Credentials.Kinds = [.basic, .bearer]
        let gate = Gate()

        func authenticate(_ credentials: Credentials) async throws -> Principal? {
            switch credentials.basic?.password {
            case "right": return Principal("ann")
            case "trouble": throw TransportError.refused("the clerk is ill")
            case "slow":
                await gate.wait()
                return Principal("slow")
            default: return credentials.bearer == "right" ? Principal("bearer") : nil
            }
        }
    }

    private func answer(of server: Server, target: String = "/", _ fields: String = "") async throws -> String {
        let peer = try await server.rawPeer()
        try await peer.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
        return await peer.receiveText()
    }

    private static func basic(_ password: String) -> String {
        "Authorization: \(BasicCredentials.encode(.init(user: "ann", password: .init(password))))\r\n"
    }

    @Test(
        arguments: [
            (.basic, ["WWW-Authenticate: Basic realm=\"etherws\""]),
            (.bearer, ["WWW-Authenticate: Bearer realm=\"etherws\""]),
            (
                [.basic, .bearer],
                ["WWW-Authenticate: Basic realm=\"etherws\"", "WWW-Authenticate: Bearer realm=\"etherws\""]
            ),
        ] as [(Credentials.Kinds, [String])])
    func asksForWhatItCanJudge(kinds: Credentials.Kinds, challenges: [String]) async throws {
        let server = try await Server(authenticator: Clerk(acceptedKinds: kinds))
        let lines = try await answer(of: server).split(separator: "\r\n").map(String.init)
        #expect(lines.first == "HTTP/1.1 401 Authorization Required")
        #expect(lines.filter { $0.hasPrefix("WWW-Authenticate") } == challenges)
        await server.listener.close()
    }

    /// RFC 9112 §3.2, before the password is checked; a request without the field gets the original's answer.
    @Test(arguments: [("Host:\r\n", 400), ("Host: a b\r\n", 400), ("Host: a\r\nHost: a\r\n", 400), ("", 401)])
    func aMalformedHostIsRefusedFirst(field: String, status: Int) async throws {
        let server = try await Server(authenticator: Clerk())
        let peer = try await server.rawPeer()
        try await peer.send("GET / HTTP/1.1\r\n\(field)\r\n")
        #expect(await peer.receiveText().hasPrefix("HTTP/1.1 \(status) "))
        await server.listener.close()
    }

    @Test func aClientIsToldWhatIsWrongWithWhatTheServerWants() async throws {
        for (kinds, words) in [
            (.basic, "the user name or password is wrong or missing"), (.bearer, "the token is wrong or missing"),
            ([.basic, .bearer], "the user name or password or the token is wrong or missing"),
        ] as [(Credentials.Kinds, String)] {
            let server = try await Server(authenticator: Clerk(acceptedKinds: kinds))
            let error = await #expect(throws: TransportError.self) {
                try await Party(on: server.loop).connect(server.uri(), as: .bearer("wrong"))
            }
            #expect(error?.description.hasSuffix(words) == true)
            await server.listener.close()
        }
    }

    @Test func takesATokenOfTheTarget() async throws {
        let server = try await Server(authenticator: Clerk())
        let client = Party(on: server.loop)
        try await client.connect(server.uri([.init("query", "token=right")]))
        #expect(try await server.host.party().1.principal == Principal("bearer"))
        await server.listener.close()
    }

    @Test func slowsDownWhoeverGuesses() async throws {
        let server = try await Server(authenticator: Clerk())
        let (failures, last) = try await exhaust(server, Self.basic("wrong"), "HTTP/1.1 401 ")
        #expect(failures >= 10)
        #expect(last.hasPrefix("HTTP/1.1 429 Too Many Requests\r\nRetry-After: "))
        #expect(try await answer(of: server).hasPrefix("HTTP/1.1 401 "))
        var reasons: [String] = []
        for number in 0..<failures + 2 { reasons.append(try await server.host.refusal(number)) }
        #expect(reasons.count { $0 == "too many wrong credentials have come from this network" } == 1)
        await server.listener.close()
    }

    @Test func asksNobodyAboutAPasswordAfterTooManyGuesses() async throws {
        // Nobody learns whether this one would have been right.
        try await expectWhenExhausted { try await answer(of: $0, Self.basic("right")).hasPrefix("HTTP/1.1 429 ") }
        try await expectWhenExhausted { server in
            do {
                try await Party(on: server.loop).connect(server.uri(), as: .basic(user: "ann", password: "right"))
                return false
            } catch TransportError.busy(_, let delay) {
                return (.seconds(1)...(.seconds(6))).contains(delay)
            }
        }
    }

    /// Guesses until the server has had enough.
    ///
    /// - Returns: how often it said that this was wrong, and what it says at last.
    private func exhaust(_ server: Server, _ credentials: String, _ wrong: String) async throws -> (Int, String) {
        for count in 0..<100 {
            let answer = try await answer(of: server, credentials)
            guard answer.hasPrefix(wrong) else { return (count, answer) }
        }
        throw NeverHappened()
    }

    /// Expects something of a server that has had enough guesses; of another one where so much time has passed meanwhile that one is
    /// free again.
    private func expectWhenExhausted(_ isRight: (Server) async throws -> Bool) async throws {
        for _ in 0..<20 {
            let server = try await Server(authenticator: Clerk())
            _ = try await exhaust(server, Self.basic("wrong"), "HTTP/1.1 401 ")
            let isDone = try await isRight(server)
            await server.listener.close()
            if isDone { return }
        }
        throw NeverHappened()
    }

    @Test func letsThoseInWhoWereRightBeforeAlthoughSomebodyGuessesBehindTheSameAddress() async throws {
        let server = try await Server(authenticator: Clerk())
        // Not an upgrade: it gets as far as that by its password.
        #expect(try await answer(of: server, Self.basic("right")).hasPrefix("HTTP/1.1 400 "))
        #expect(try await exhaust(server, Self.basic("wrong"), "HTTP/1.1 401 ").1.hasPrefix("HTTP/1.1 429 "))
        #expect(try await answer(of: server, Self.basic("right")).hasPrefix("HTTP/1.1 400 "))
        await server.listener.close()
    }

    @Test func countsWhatCouldNotBeDecided() async throws {
        let server = try await Server(authenticator: Clerk())
        let (failures, last) = try await exhaust(server, Self.basic("trouble"), "HTTP/1.1 503 ")
        #expect(failures >= 10 && last.hasPrefix("HTTP/1.1 429 "))
        #expect(try await server.host.refusal() == "the clerk is ill")
        await server.listener.close()
    }

    @Test func manyWhoAreRightNeedNotComeAgain() async throws {
        let server = try await Server(authenticator: Clerk())
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 {
                group.addTask { try await answer(of: server, Self.basic("right")).hasPrefix("HTTP/1.1 400 ") }
            }
            for try await isServed in group { #expect(isServed) }
        }
        await server.listener.close()
    }

    @Test func whoeverWaitsForADecisionIsNotTurnedOutByThoseWhoOnlyWait() async throws {
        let clerk = Clerk()
        let server = try await Server(authenticator: clerk)
        let waiting = try await server.rawPeer()
        try await waiting.send(Server.upgrade + Self.basic("slow") + "\r\n")
        var idle: [RawPeer] = []
        for _ in 0..<300 { idle.append(try await server.rawPeer()) }
        #expect(try await server.host.refusal().contains("too many handshakes"))
        clerk.gate.open()
        #expect(try await server.host.party().1.principal == Principal("slow"))
        await server.listener.close()
    }

    @Test func whoeverWaitsWhenTheListenerClosesIsSentAway() async throws {
        let clerk = Clerk()
        let server = try await Server(authenticator: clerk)
        let waiting = try await server.rawPeer()
        try await waiting.send(Server.upgrade + Self.basic("slow") + "\r\n")
        // Another's answer shows that the first has been read.
        #expect(try await answer(of: server).hasPrefix("HTTP/1.1 401 "))
        await server.listener.close()
        #expect(await waiting.receive() == [])
        clerk.gate.open()
        _ = try await server.host.refusal(1)
    }

    @Test func certificatesThatNobodyAsksForAndThoseThatNobodyLooksAtAreMistakes() async throws {
        await #expect(throws: EndpointURIError.self) {
            try await Server(authenticator: Clerk(acceptedKinds: .certificate))
        }
        await #expect(throws: EndpointURIError.self) {
            try await Server(.wss, authenticator: Clerk(acceptedKinds: .certificate))
        }
        await #expect(throws: EndpointURIError.self) {
            try await Server(.wss, [.init("clientca", TestCertificate.authority.certificate)])
        }
    }
}
