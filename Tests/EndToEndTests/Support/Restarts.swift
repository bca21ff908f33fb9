import Foundation
import Glibc
import Testing

/// A server that is killed and started again, under traffic between its clients, who come back each time.
struct Restarts {
    private let tunnel: Tunnel
    private let receivers: [ChildProcess]
    private let senders: [ChildProcess]

    /// What was found.
    struct Findings {
        /// For each client and restart, the time from when the server was ready until the client said that it was back.
        var absences: [Duration] = []
        /// By how many KiB of resident memory each client has grown since the first restart.
        var growth: [Int] = []
        /// What each receiver of datagrams counted.
        var counts: [String] = []
    }

    /// Opens a tunnel with three clients, each of which sends numbered datagrams to the next.
    init(over scheme: Scheme) async throws {
        tunnel = try await Tunnel(over: scheme, clients: 3)
        receivers = try tunnel.clients.map { try $0.startPeer("numbered", ["receive"]) }
        for receiver in receivers { _ = try await receiver.line("ready") { $0 == "ready" } }
        let targets = tunnel.clients.dropFirst() + tunnel.clients.prefix(1)
        senders = try zip(tunnel.clients, targets).map { try $0.startPeer("numbered", ["send", $1.inner]) }
    }

    /// Kills the server and starts it again, so many times, at moments that nobody foresees.
    ///
    /// - Parameter pace: the most milliseconds that the server lives, and half of those that it is away.
    func run(_ count: Int, pace: Int) async throws -> Findings {
        var findings = Findings()
        var serving = tunnel.serving
        var sizes: [Int] = []
        for round in 1...count {
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...pace)))
            serving.signal(SIGKILL)
            _ = try await serving.exitCode()
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...2 * pace)))
            serving = try await tunnel.server.running(tunnel.serverCommand)
            findings.absences += try await allBack(round, since: ContinuousClock.now)
            if round == 1 { sizes = try tunnel.connected.map { try $0.footprint.resident } }
        }
        for other in tunnel.clients.dropFirst() { #expect(try await tunnel.client.reaches(other.inner)) }
        findings.growth = try zip(tunnel.connected, sizes).map { try $0.footprint.resident - $1 }
        findings.counts = try await counts()
        return findings
    }

    /// Waits until every client has said so many times that it is back.
    private func allBack(_ round: Int, since start: ContinuousClock.Instant) async throws -> [Duration] {
        var absences: [Int: Duration] = [:]
        try await eventually("the return of \(tunnel.connected)", within: .seconds(60)) {
            for (number, client) in tunnel.connected.enumerated() where absences[number] == nil {
                try #require(client.exitCode == nil, "\(client)")
                let returns = client.errors.lines.count { $0.contains("info: back ") }
                if returns >= round { absences[number] = ContinuousClock.now - start }
            }
            return absences.count == tunnel.connected.count
        }
        return Array(absences.values)
    }

    private func counts() async throws -> [String] {
        for sender in senders { _ = try await sender.outcome() }
        var counts: [String] = []
        for receiver in receivers { counts.append(try await receiver.outcome().output.replacing("ready\n", with: "")) }
        return counts
    }
}

extension Restarts.Findings {
    /// Whether each receiver counted something, and nothing twice or altered.
    var areWhole: Bool {
        counts.count == 3 && counts.allSatisfy { !$0.hasPrefix("received 0 ") && $0.hasSuffix(" twice 0 altered 0\n") }
    }
}

extension Restarts.Findings: CustomStringConvertible {
    /// The figures in one line.
    var description: String {
        let sorted = absences.sorted()
        let (median, most) = (sorted[sorted.count / 2].inSeconds, sorted[sorted.count - 1].inSeconds)
        let words = counts.map { $0.split(separator: "\n").joined() }
        return
            "\(sorted.count) returns, median \(median), longest \(most); clients grew by \(growth) KiB; \(words.joined(separator: "; "))"
    }
}
