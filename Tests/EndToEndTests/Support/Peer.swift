import Testing

/// A program in Python that speaks WebSocket, or sees the frames of an interface.
///
/// It obeys lines such as `send HEX`, `ping HEX`, `close`, and tells in lines what happens, such as `ready`, `frame HEX`,
/// `pong HEX`, `closed CODE`.
struct Peer {
    let process: ChildProcess

    /// Starts one on a host, and waits until it is ready.
    init(_ script: String, _ arguments: [String], on host: Host) async throws {
        process = try host.startPeer(script, arguments)
        _ = try await event("ready")
    }

    /// An observer of an interface, that sends and receives frames there.
    static func atInterface(_ name: String = "ethws0", of host: Host) async throws -> Peer {
        try await Peer("interface", [name], on: host)
    }

    /// Sends a frame.
    func send(_ frame: [UInt8]) { process.write("send \(frame.hex)\n") }

    /// Whether a frame arrives, just as it was sent.
    func receives(_ frame: [UInt8]) async throws -> Bool {
        let expected = "frame \(frame.hex)"
        return try await process.line("a frame of \(frame.count) bytes") { $0 == expected } == expected
    }

    /// Whether frames that another peer sends arrive, just as they were sent and in order.
    ///
    /// They are sent a few at a time, so that no queue on the way overflows.
    func receives(_ frames: [[UInt8]], from sender: Peer) async throws -> Bool {
        var offset = process.output.count
        for start in stride(from: 0, to: frames.count, by: 64) {
            let batch = frames[start..<min(start + 64, frames.count)]
            for frame in batch { sender.send(frame) }
            let expected = Array(batch.map { "frame \($0.hex)\n" }.joined().utf8)
            try await eventually("frames \(start) to \(start + batch.count - 1) at \(process)") {
                process.output.count >= offset + expected.count
            }
            guard process.output.bytes(from: offset) == expected else { return false }
            offset += expected.count
        }
        return true
    }

    /// The frames that have arrived, in order.
    var frames: [[UInt8]] { process.output.lines.filter { $0.hasPrefix("frame ") }.map { Array(hex: $0.dropFirst(6)) } }

    /// Waits for a line that begins so, and returns the rest.
    func event(_ name: String) async throws -> String {
        String(try await process.line(name) { $0 == name || $0.hasPrefix(name + " ") }.dropFirst(name.count + 1))
    }
}

extension Host {
    /// Starts one of the programs in `Peers`.
    func startPeer(
        _ script: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> ChildProcess {
        let python = Machine.peersPython ?? "python3"
        return try start([python, "-B", "\(Machine.peers)/\(script).py"] + arguments, environment: environment)
    }
}

extension [UInt8] {
    /// Two digits a byte.
    var hex: String {
        String(unsafeUninitializedCapacity: 2 * count) { text in
            for (index, byte) in enumerated() {
                text[2 * index] = Self.digits[Int(byte >> 4)]
                text[2 * index + 1] = Self.digits[Int(byte & 15)]
            }
            return 2 * count
        }
    }

    /// Reads two digits a byte.
    init(hex: Substring) {
        let digits = hex.utf8.map { $0 < 0x3a ? $0 - 0x30 : $0 - 0x57 }
        self = stride(from: 0, to: digits.count & ~1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
