import WebSocket

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
    for count in [bytes.count, bytes.count / 2, bytes.count] {
        let message = Array(bytes.prefix(count))
        returning.receive(encoded(message, by: &encoder))
        require(returning.entries.last == "\(MessageKind.binary) \(message)", "another message came back")
    }
    return 0
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
