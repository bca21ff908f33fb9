@testable import HTTP
@testable import WebSocket

/// Runs the suite's cases one by one, and lets it write its report.
struct EchoClient {
    let port: UInt16
    let compresses: Bool

    func run() throws {
        guard let count = Int(try connect("/getCaseCount")) else { throw HandshakeError.invalidResponse("case count") }
        for number in stride(from: 1, through: count, by: 1) {
            _ = try connect("/runCase?case=\(number)&agent=etherws")
        }
        _ = try connect("/updateReports?agent=etherws")
    }

    /// - Returns: the last short message.
    private func connect(_ target: String) throws -> String {
        let handshake = try ClientHandshake(
            host: "127.0.0.1:\(port)",
            target: target,
            nonce: (0..<16).map { _ in .random(in: 0...255) },
            compression: compresses ? Compression() : nil
        )
        let socket = try Socket.connected(to: port)
        handshake.request.withUnsafeBytes { socket.send($0) }
        var connection = Connection(socket, role: .client)
        guard let response = try connection.readHead(ResponseHead.self) else { return "" }
        return connection.echo(try handshake.agreement(from: response))
    }
}
