import Glibc

/// Pings that go on beside a fault, ten in a second.
struct Bystander {
    private let ping: ChildProcess

    /// Begins, and waits for the first answer.
    init(from host: Host, to other: Host) async throws {
        ping = try host.start(["ping", "-n", "-i", "0.1", other.inner])
        _ = try await ping.line("an answer") { $0.contains("icmp_seq=") }
    }

    /// Ends, once another ping has been answered.
    ///
    /// - Returns: whether all were answered, each once and in order, up to the last that was.
    func isUnharmed() async throws -> Bool {
        let count = numbers.count
        try await eventually("another answer to \(ping)") { numbers.count > count }
        ping.signal(SIGINT)
        _ = try await ping.exitCode()
        return numbers == Array(1...numbers.count)
    }

    private var numbers: [Int] {
        ping.output.lines.compactMap { $0.firstMatch(of: /icmp_seq=([0-9]+) ttl/).flatMap { Int($0.1) } }
    }
}
