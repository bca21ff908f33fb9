@testable import HTTP
@testable import WebSocket

/// One connection, from the first byte to the end: sends back each message.
struct Connection: ~Copyable {
    private let socket: Socket
    private let role: Role
    /// What has arrived and is not consumed lies between `offset` and `end`.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.largest + 1 << 16, alignment: 16)
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.largest + 64, alignment: 16)
    private var offset = 0
    private var end = 0

    /// The suite's largest message has 16 MiB.
    private static let largest = 17 << 20

    init(_ socket: Socket, role: Role) {
        self.socket = socket
        self.role = role
    }

    deinit {
        buffer.deallocate()
        output.deallocate()
    }

    /// Reads the peer's HTTP head; `nil` if it leaves before.
    mutating func readHead<Message: Head>(_: Message.Type) throws -> Message? {
        var parser = HeadParser<Message>()
        while receive() {
            let received = UnsafeRawBufferPointer(rebasing: buffer[..<end])
            guard let (head, length) = try parser.parse(received.bytes) else { continue }
            offset = length
            return head
        }
        return nil
    }

    /// Sends back what arrives, until the end.
    ///
    /// - Returns: the last short message.
    mutating func echo(_ agreement: Agreement) -> String {
        var encoder = MessageEncoder(role: role, compression: agreement.compression)
        var decoder = MessageDecoder(
            role: role,
            limits: Limits(maximumMessageSize: Self.largest),
            compression: agreement.compression
        )
        var closing = ClosingHandshake(role: role)
        var last = ""
        repeat {
            let received = UnsafeMutableRawBufferPointer(rebasing: buffer[..<end])
            do {
                while let event = try decoder.next(in: received, at: &offset) {
                    if case .message(_, let payload) = event, payload.count < 100 {
                        last = String(decoding: decoder.bytes(of: payload, in: received), as: UTF8.self)
                    }
                    answer(event, &closing, &encoder, decoder, received)
                }
            } catch {
                say(closing.failed(error), &encoder)
            }
        } while closing.state != .over && receive()
        socket.finishSending()
        return last
    }

    private func answer(
        _ event: Event,
        _ closing: inout ClosingHandshake,
        _ encoder: inout MessageEncoder,
        _ decoder: borrowing MessageDecoder,
        _ received: UnsafeMutableRawBufferPointer
    ) {
        switch event {
        case .message(let kind, let payload):
            send(kind == .text ? .text : .binary, decoder.bytes(of: payload, in: received), &encoder)
        case .ping(let payload): send(.pong, decoder.bytes(of: payload, in: received), &encoder)
        case .pong: break
        case .close(let code, _): say(closing.received(code), &encoder)
        }
    }

    private func send(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer, _ encoder: inout MessageEncoder) {
        let count = encoder.encode(opcode, payload.bytes, maskingKey: .random(in: 0 ... .max), into: output)
        socket.send(UnsafeRawBufferPointer(rebasing: output[..<count]))
    }

    private func say(_ code: CloseCode?, _ encoder: inout MessageEncoder) {
        guard let code else { return }
        let count = encoder.encodeClose(code, maskingKey: .random(in: 0 ... .max), into: output)
        socket.send(UnsafeRawBufferPointer(rebasing: output[..<count]))
    }

    /// Receives behind what is left of earlier bytes, moved to the front.
    private mutating func receive() -> Bool {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<end])
        if offset > 0 { buffer.copyMemory(from: UnsafeRawBufferPointer(rest)) }
        (offset, end) = (0, rest.count)
        let count = socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        end += count
        return count > 0
    }
}
