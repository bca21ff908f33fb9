import Conformance
import Frame
import Linux
import Testing

@testable import Transports

@Suite struct AuthenticationGateTests {
    private let gate = AuthenticationGate()
    private let loop = ManualLoop()

    /// Knows the password `right`, by the name of its user; waits at its gate for the password `slow`.
    private struct Clerk: Authenticator {
        let gate = Gate()

        func authenticate(_ credentials: Credentials) async throws -> Principal? {
            if credentials.basic?.password == "slow" { await gate.wait() }
            return credentials.basic?.password == "right" ? credentials.basic.map { Principal($0.user) } : nil
        }
    }

    private static func host(_ number: Int) -> PeerAddress.Host {
        PeerAddress.Host(stringLiteral: "10.\(number >> 8).\(number & 0xff).1")
    }

    private func decide(_ password: String, user: String = "ann", from host: Int, by clerk: Clerk = Clerk()) async
        -> String
    {
        let credentials = Credentials.basic(user: user, password: Secret(password))
        switch await gate.decide(on: credentials, from: Self.host(host), by: clerk, on: loop) {
        case .admitted: return "admitted"
        case .refused: return "refused"
        case .tooManyFailures: return "too many failures"
        case .full: return "full"
        case .undecided: return "undecided"
        }
    }

    /// Whether the right password is admitted from a network that has guessed wrong ten times: only if it is known from there.
    private func isKnown(user: String = "ann", from host: Int) async -> Bool {
        for _ in 0..<10 { _ = await decide("wrong", from: host) }
        return await decide("right", user: user, from: host) == "admitted"
    }

    @Test("Of guesses from everywhere 384 may wait")
    func seats() async {
        let clerk = Clerk()
        let answers = await withTaskGroup(of: String.self) { group in
            for number in 0..<400 { group.addTask { await decide("slow", from: number, by: clerk) } }
            // All others wait until the gate opens.
            var answers: [String] = []
            for _ in 0..<16 { answers.append(await group.next() ?? "") }
            clerk.gate.open()
            for await answer in group { answers.append(answer) }
            return answers
        }
        #expect(answers.prefix(16).allSatisfy { $0 == "full" })
        #expect(answers.count { $0 == "full" } == 16 && answers.count { $0 == "refused" } == 384)
    }

    @Test("A principal is known from sixteen networks")
    func networks() async {
        for number in 0..<17 { #expect(await decide("right", from: number) == "admitted") }
        #expect(await !isKnown(from: 0))
        #expect(await isKnown(from: 1))
    }

    @Test("4,096 that were right are remembered")
    func capacity() async {
        for number in 0..<4_097 { #expect(await decide("right", user: "user \(number)", from: 7) == "admitted") }
        #expect(await !isKnown(user: "user 0", from: 7))
        #expect(await isKnown(user: "user 1", from: 7))
    }
}
