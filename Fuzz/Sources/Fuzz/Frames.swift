@testable import WebSocket

/// The decoder and its assembly: however the bytes are cut, the same comes of them, and never more than the limits allow.
///
/// The input is the bytes themselves, or says which frames they are.
func fuzzFrames(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    let step = choice & 8 == 0 ? Int(input.choice()) : input.length()
    let role: Role = choice & 1 == 0 ? .server : .client
    let compression = choice & 2 == 0 ? nil : Compression()
    let limits = Limits(maximumMessageSize: choice & 4 == 0 ? 65_553 : 200)
    let bytes = choice & 0x80 == 0 ? Array(input.bytes) : frames(&input, to: role, compression)

    var whole = Recording(role, limits, compression)
    whole.receive(bytes)
    var cut = Recording(role, limits, compression)
    var position = 0
    // What is incomplete is shown again and again: where pieces are short, only the first ones are.
    let least = bytes.count / 512
    while position < bytes.count {
        let end = min(position + 1 + max(least, step), bytes.count)
        cut.receive(Array(bytes[position..<end]))
        position = end
    }
    require(whole.entries == cut.entries, "\(whole.entries) is not \(cut.entries)")
    return 0
}

/// Frames with any first byte, of any length near or far from one at which something changes.
private func frames(_ input: inout Input, to role: Role, _ compression: Compression?) -> [UInt8] {
    let peer = FarPeer(-1, near: role, compression: compression)
    while !input.isEmpty, peer.pendingOutputCount < 300_000 {
        let kind = input.choice()
        let payload = [UInt8](repeating: input.choice(), count: input.length())
        // Whole messages compressed, single frames as they are, and the first part of one that is too long to be written out.
        switch kind {
        case 0x80...0x8f: peer.queueMessage(payload, piece: Int(kind & 0x0f) * 1_000)
        case 0x70...0x7f: peer.queue([0x82, role == .server ? 0xff : 0x7f] + input.take(12))
        default: peer.queueFrame(kind & 0x0f | kind << 3 & 0x80 | (kind & 0x20) << 1, payload)
        }
    }
    return peer.takeOutput()
}

/// A decoder, and what it found.
struct Recording: ~Copyable {
    private var decoder: MessageDecoder
    private let limit: Int
    private let longestFrame: Int
    private var pending: [UInt8] = []
    private(set) var entries: [Entry] = []
    private var isOver = false

    /// An event, with the bytes that it lends.
    enum Entry: Equatable {
        case message(MessageKind, [UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseCode, [UInt8])
        case failure(ProtocolError)
    }

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
            do throws(ProtocolError) {
                while let event = try decoder.next(in: buffer, at: &offset) { record(event, buffer) }
            } catch {
                isOver = true
                entries.append(.failure(error))
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
            entries.append(.message(kind, Array(decoder.bytes(of: payload, in: buffer))))
        case .ping(let payload): entries.append(.ping(Array(decoder.bytes(of: payload, in: buffer))))
        case .pong(let payload): entries.append(.pong(Array(decoder.bytes(of: payload, in: buffer))))
        case .close(let code, let reason):
            let reason = Array(decoder.bytes(of: reason, in: buffer))
            require(String(validating: reason, as: UTF8.self) != nil, "a reason that is not UTF-8")
            entries.append(.close(code, reason))
        }
    }
}
