@testable import WebSocket

/// An event with its bytes, which outlive the buffer.
enum Received: Equatable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(CloseCode, String)
}

/// A decoder with a receive buffer, as a transport would have it: what is unconsumed is moved to new memory with every
/// piece.
struct Receiver: ~Copyable {
    private var decoder: MessageDecoder
    private var unconsumed: [UInt8] = []
    private(set) var received: [Received] = []
    /// How many of the messages lay in the receive buffer.
    private(set) var uncopied = 0
    /// How many frames did not complete a message.
    private(set) var overhead = 0

    init(role: Role, limits: Limits = Limits(), compression: Compression? = nil) {
        decoder = MessageDecoder(role: role, limits: limits, compression: compression)
    }

    var pendingFrameSize: Int { decoder.pendingFrameSize }
    var maximumFrameSize: Int { decoder.maximumFrameSize }
    var unconsumedCount: Int { unconsumed.count }

    mutating func feed(_ piece: [UInt8]) throws(ProtocolError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: unconsumed.count + piece.count, alignment: 1)
        defer { buffer.deallocate() }
        buffer.copyBytes(from: unconsumed + piece)
        var offset = 0
        defer { unconsumed = Array(buffer[offset...]) }
        while let event = try decoder.next(in: buffer, at: &offset) {
            received.append(materialize(event, in: buffer))
        }
        overhead += decoder.takeOverhead()
    }

    private mutating func materialize(_ event: Event, in buffer: UnsafeMutableRawBufferPointer) -> Received {
        switch event {
        case .message(let kind, let payload):
            if case .received = payload { uncopied += 1 }
            return kind == .text ? .text(text(of: payload, in: buffer)) : .binary(bytes(of: payload, in: buffer))
        case .ping(let payload): return .ping(bytes(of: payload, in: buffer))
        case .pong(let payload): return .pong(bytes(of: payload, in: buffer))
        case .close(let code, let reason): return .close(code, text(of: reason, in: buffer))
        }
    }

    private func bytes(of payload: Payload, in buffer: UnsafeMutableRawBufferPointer) -> [UInt8] {
        Array(decoder.bytes(of: payload, in: buffer))
    }

    private func text(of payload: Payload, in buffer: UnsafeMutableRawBufferPointer) -> String {
        String(decoding: decoder.bytes(of: payload, in: buffer), as: UTF8.self)
    }
}

/// What came of some bytes: all that was understood, and the error that ended it, if one did.
struct Outcome: Equatable {
    var received: [Received]
    var error: ProtocolError?
}

/// Shows a decoder of `role` the pieces, one after the other.
func receive(
    _ pieces: [[UInt8]],
    as role: Role,
    limits: Limits = Limits(),
    compression: Compression? = nil
) -> Outcome {
    var receiver = Receiver(role: role, limits: limits, compression: compression)
    do throws(ProtocolError) {
        for piece in pieces { try receiver.feed(piece) }
        return Outcome(received: receiver.received, error: nil)
    } catch {
        return Outcome(received: receiver.received, error: error)
    }
}

/// Shows a decoder of `role` all the bytes at once.
func receive(
    _ bytes: [UInt8],
    as role: Role,
    limits: Limits = Limits(),
    compression: Compression? = nil
) -> Outcome {
    receive([bytes], as: role, limits: limits, compression: compression)
}

extension MessageEncoder {
    /// Encodes into an array, and checks that the bound holds.
    mutating func encoded(_ opcode: Opcode, _ payload: [UInt8], maskingKey: UInt32 = 0x3d21_fa37) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xee, count: maximumEncodedSize(of: payload.count))
        let count = bytes.withUnsafeMutableBytes {
            encode(opcode, payload.span.bytes, maskingKey: maskingKey, into: $0)
        }
        return Array(bytes[..<count])
    }
}

extension [UInt8] {
    /// Each byte by itself.
    var singly: [[UInt8]] { map { [$0] } }
}
