@testable import WebSocket

/// Compressed messages: what is no such thing is refused, what we compress ourselves comes back.
func fuzzInflater(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    let side = Compression.Side(windowBits: 9 + Int(choice >> 1) % 7, keepsContext: choice & 1 == 0)
    let compression = Compression(local: side, remote: side, level: 1 + Int(choice >> 4) % 9, minimumSize: 0)
    let bytes = Array(input.bytes)

    var recording = Recording(.client, Limits(maximumMessageSize: 4_096), compression)
    // Twice, since the second may refer to the first.
    for _ in 0..<2 { recording.receive(frame(bytes)) }

    var returning = Recording(.client, Limits(), compression)
    var encoder = MessageEncoder(role: .server, compression: compression)
    for count in [bytes.count, bytes.count / 2, min(input.length(), 65_553), bytes.count] {
        let message = stretched(bytes, to: count)
        returning.receive(encoded(message, by: &encoder))
        require(returning.entries.last == .message(.binary, message), "another message came back")
    }
    return 0
}

/// The bytes again and again, each time a little different, so that they compress neither well nor badly.
private func stretched(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    guard let first = bytes.first else { return [UInt8](repeating: 0, count: count) }
    var result = Array(bytes.prefix(count))
    while result.count < count {
        result += bytes.prefix(count - result.count)
        result[result.count - 1] &+= first &+ UInt8(truncatingIfNeeded: result.count)
    }
    return result
}

private func frame(_ payload: [UInt8]) -> [UInt8] {
    let header = FrameHeader(isCompressed: true, opcode: .binary, payloadLength: payload.count)
    var bytes = [UInt8](repeating: 0, count: header.length)
    bytes.withUnsafeMutableBytes { _ = header.write(into: $0) }
    return bytes + payload
}

private func encoded(_ message: [UInt8], by encoder: inout MessageEncoder) -> [UInt8] {
    let size = encoder.maximumEncodedSize(of: message.count)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        let room = UnsafeMutableRawBufferPointer(buffer)
        count = message.withUnsafeBytes { encoder.encode(.binary, $0.bytes, maskingKey: 0, into: room) }
    }
}
