import Glibc

@testable import WebSocket

/// The far end of a tunnel: writes messages as RFC 6455 has them, reads those that come, and answers pings (§5.5.3).
final class FarPeer: FarEnd {
    let descriptor: CInt
    /// What the near end is.
    let nearRole: Role
    /// Frames that came, in order.
    private(set) var frames: [[UInt8]] = []
    let contradictions = 0
    /// Whether the near end has ended the connection.
    private(set) var isEnded = false
    private var outgoing: [UInt8] = []
    private var incoming: [UInt8] = []
    private var deflater: Deflater?
    private var inflater: Inflater?
    private var nextKey: UInt8 = 1

    init(_ descriptor: CInt, near role: Role, compression: Compression?) {
        (self.descriptor, nearRole) = (descriptor, role)
        deflater = compression.flatMap { Deflater($0) }
        inflater = compression.map { Inflater($0.local) }
    }

    /// Bytes that wait to be written.
    var pendingOutputCount: Int { outgoing.count }

    /// Queues bytes as they are.
    func queue(_ bytes: [UInt8]) { outgoing += bytes }

    /// Queues a binary message: compressed, if that was agreed on and makes it shorter.
    ///
    /// - Parameter piece: bytes in each WebSocket frame; 0 for all in one.
    func queueMessage(_ payload: [UInt8], piece: Int = 0) {
        let compressed = compress(payload)
        let body = compressed ?? payload
        let piece = piece > 0 ? max(piece, body.count / 200 + 1) : max(1, body.count)
        var offset = 0
        repeat {
            let end = min(offset + piece, body.count)
            let flags: UInt8 = (end == body.count ? 0x80 : 0) | (compressed != nil && offset == 0 ? 0x40 : 0)
            queueFrame(flags | (offset == 0 ? 2 : 0), Array(body[offset..<end]))
            offset = end
        } while offset < body.count
    }

    /// Queues a WebSocket frame.
    ///
    /// - Parameter first: the first byte of its header.
    func queueFrame(_ first: UInt8, _ payload: [UInt8]) {
        let mask: UInt8 = nearRole == .server ? 0x80 : 0
        switch payload.count {
        case ..<126: outgoing += [first, mask | UInt8(payload.count)]
        case ...0xffff: outgoing += [first, mask | 126] + big16(payload.count)
        default: outgoing += [first, mask | 127, 0, 0, 0, 0] + big32(UInt32(payload.count))
        }
        guard nearRole == .server else { return outgoing += payload }
        let key = (0..<4).map { nextKey &* 37 &+ $0 &* 101 }
        nextKey &+= 1
        outgoing += key
        outgoing += payload.masked(by: key)
    }

    private func compress(_ payload: [UInt8]) -> [UInt8]? {
        guard deflater != nil, !payload.isEmpty else { return nil }
        var room = [UInt8](repeating: 0, count: payload.count)
        let count = payload.withUnsafeBytes { source in
            room.withUnsafeMutableBytes { deflater?.deflate(source, into: $0) }
        }
        return count.map { Array(room[..<$0]) }
    }

    /// Takes out what waits to be written.
    func takeOutput() -> [UInt8] {
        defer { outgoing = [] }
        return outgoing
    }

    /// Writes what the socket takes, `limit` bytes at most.
    ///
    /// - Returns: whether it took something.
    func write(atMost limit: Int) -> Bool {
        guard !outgoing.isEmpty else { return false }
        let count = send(descriptor, outgoing, min(limit, outgoing.count), CInt(MSG_NOSIGNAL))
        guard count > 0 else {
            if errno != EAGAIN { outgoing = [] }
            return false
        }
        outgoing.removeFirst(count)
        return true
    }

    /// Reads what has come.
    ///
    /// - Returns: whether there was something.
    func read() -> Bool {
        var isNews = false
        while !isEnded {
            let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 8) { buffer in
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count > 0 { incoming.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
                return count
            }
            if count == 0 { isEnded = true }
            guard count > 0 else { break }
            isNews = true
        }
        takeFrames()
        return isNews
    }

    private func takeFrames() {
        var offset = 0
        while let (first, payload, end) = frame(at: offset) {
            offset = end
            guard first & 0x0f == 2 else {
                require([0x88, 0x89, 0x8a].contains(first), "a WebSocket frame that begins with \(first)")
                // A peer that has answered one ping and leaves the next unanswered is given up as dead.
                if first == 0x89 { queueFrame(0x8a, payload) }
                continue
            }
            require(first == 0x82 || first == 0xc2 && inflater != nil, "a message that begins with \(first)")
            frames.append(first == 0xc2 ? decompress(payload) : payload)
        }
        incoming.removeFirst(offset)
    }

    private func decompress(_ payload: [UInt8]) -> [UInt8] {
        var assembly = AssemblyBuffer(limit: 65_553)
        do {
            try payload.withUnsafeBytes { try inflater?.inflate($0, into: &assembly) }
            try inflater?.finish(into: &assembly)
        } catch {
            fatalError("a message that cannot be decompressed: \(error)")
        }
        return Array(assembly.bytes)
    }

    /// The WebSocket frame at a place, if it is all there: its first byte, its payload, and where it ends.
    private func frame(at offset: Int) -> (UInt8, [UInt8], Int)? {
        guard incoming.count >= offset + 2 else { return nil }
        let isMasked = incoming[offset + 1] & 0x80 != 0
        require(isMasked == (nearRole == .client), "a frame that is masked, or is not")
        var (length, start) = (Int(incoming[offset + 1] & 0x7f), offset + 2)
        if length > 125 {
            let count = length == 126 ? 2 : 8
            guard incoming.count >= start + count else { return nil }
            length = incoming[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
            start += count
        }
        require(length <= 65_553, "a message of \(length) bytes")
        let body = start + (isMasked ? 4 : 0)
        guard incoming.count >= body + length else { return nil }
        let payload = Array(incoming[body..<body + length])
        let key = Array(incoming[start..<body])
        return (incoming[offset], isMasked ? payload.masked(by: key) : payload, body + length)
    }
}
