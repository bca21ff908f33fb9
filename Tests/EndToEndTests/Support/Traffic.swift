import Foundation
import Testing

/// Bytes that cross a network by a protocol, and are compared there.
struct Traffic: CustomTestStringConvertible {
    let testDescription: String
    /// The program in `Peers` that sends and receives it.
    private let script: String
    private let isIPv6: Bool
    private let megabytes: Int
    /// What it is told behind that.
    private let arguments: [String]

    /// How many times as much as usual is sent: what `TRAFFIC_SCALE` says.
    static let scale = ProcessInfo.processInfo.environment["TRAFFIC_SCALE"].flatMap { Int($0) } ?? 1

    /// What the kernel hands over in bursts, of all kinds.
    static let all = [stream, stream6, tinySegments, datagrams, datagrams6]
    static let stream = Traffic("TCP over IPv4", "stream", isIPv6: false, 10)
    static let stream6 = Traffic("TCP over IPv6", "stream", isIPv6: true, 10)
    static let tinySegments = Traffic("TCP in segments of 100 bytes", "stream", isIPv6: false, 1, "100")
    static let datagrams = Traffic("UDP over IPv4", "datagrams", isIPv6: false, 2)
    static let datagrams6 = Traffic("UDP over IPv6", "datagrams", isIPv6: true, 2)

    private init(_ description: String, _ script: String, isIPv6: Bool, _ megabytes: Int, _ arguments: String...) {
        (testDescription, self.script, self.isIPv6) = (description, script, isIPv6)
        (self.megabytes, self.arguments) = (megabytes * Self.scale, arguments)
    }

    /// Whether what one host sends is, byte for byte, what the other receives.
    func survives(from sender: Host, to receiver: Host) async throws -> Bool {
        let receiving = try receiver.startPeer(script, ["receive"])
        _ = try await receiving.line("ready") { $0 == "ready" }
        let address = isIPv6 ? receiver.inner6 : receiver.inner
        let sending = try sender.startPeer(script, ["send", address, "\(megabytes)"] + arguments)
        for process in [sending, receiving] {
            guard try await process.exitCode(within: .seconds(60) * Self.scale) == 0 else {
                throw CommandFailed(process: process)
            }
        }
        return "ready\n" + sending.output.text == receiving.output.text
    }
}
