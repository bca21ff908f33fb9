import WebSocket

/// The decoder and its assembly: however the bytes are cut, the same comes of them, and never more than the limits allow.
func fuzzFrames(_ input: Input) -> CInt {
    var input = input
    let (choice, step) = (input.choice(), input.choice())
    let role: Role = choice & 1 == 0 ? .server : .client
    let compression = choice & 2 == 0 ? nil : Compression()
    let limits = Limits(maximumMessageSize: choice & 4 == 0 ? 65_553 : 200)

    var whole = Recording(role, limits, compression)
    whole.receive(Array(input.bytes))
    var cut = Recording(role, limits, compression)
    var position = input.bytes.startIndex
    while position < input.bytes.endIndex {
        let end = min(position + 1 + Int(step), input.bytes.endIndex)
        cut.receive(Array(input.bytes[position..<end]))
        position = end
    }
    require(whole.entries == cut.entries, "\(whole.entries) is not \(cut.entries)")
    return 0
}

/// A decoder, and what it found.
struct Recording: ~Copyable {
    private var decoder: MessageDecoder
    private let limit: Int
    private let longestFrame: Int
    private var pending: [UInt8] = []
    private(set) var entries: [String] = []
    private var isOver = false

    init(_ role: Role, _ limits: Limits, _ compression: Compression?) {
        decoder = MessageDecoder(role: role, limits: limits, compression: compression)
        limit = limits.maximumMessageSize
        longestFrame = decoder.maximumFrameSize
    }

    mutating func receive(_ bytes: [UInt8]) {
        guard !isOver else { return }
        var received = pending + bytes
        var offset = 0
        received.withUnsafeMutableBytes { buffer in
            do {
                while let event = try decoder.next(in: buffer, at: &offset) { record(event, buffer) }
            } catch {
                isOver = true
                entries.append("\(error)")
            }
        }
        pending = Array(received[offset...])
        guard !isOver, pending.count > 0 else { return }
        require(decoder.pendingFrameSize > pending.count, "a whole frame was left")
        require(decoder.pendingFrameSize <= longestFrame, "a frame longer than any")
    }

    private mutating func record(_ event: Event, _ buffer: UnsafeMutableRawBufferPointer) {
        switch event {
        case .message(let kind, let payload):
            require(payload.count <= limit, "a message over the limit")
            entries.append("\(kind) \(Array(decoder.bytes(of: payload, in: buffer)))")
        case .ping(let payload): entries.append("ping \(Array(decoder.bytes(of: payload, in: buffer)))")
        case .pong(let payload): entries.append("pong \(Array(decoder.bytes(of: payload, in: buffer)))")
        case .close(let code, let reason):
            let reason = Array(decoder.bytes(of: reason, in: buffer))
            require(String(validating: reason, as: UTF8.self) != nil, "a reason that is not UTF-8")
            entries.append("close \(code) \(reason)")
        }
    }
}
