package import Frame
internal import Linux
package import Queueing
package import TLS

/// A socket and, on `wss:`, the TLS session over it, as one stream of bytes.
///
/// Lives on one event loop; never blocks.
package final class ByteStream {
    /// Plaintext to be sent by ``flush()``.
    package let egress: ByteQueue
    package let socket: StreamSocket
    package let loop: any EventLoop
    /// How plaintext is cut into TLS records.
    private var recordPolicy = RecordPolicy.filled
    /// Whether the peer has said anything while the stream was being opened, beside TLS.
    package private(set) var hasBeenAddressed = false
    // Touched for every read; no access is under way while other code is called.
    /// Whether the socket filled the room it was given last, so that it may have more.
    @exclusivity(unchecked) package private(set) var mayHaveMore = false
    /// Whether the next call of ``receive(behind:atMost:isSharing:)`` deals with what has been received already.
    @exclusivity(unchecked) package private(set) var isBehind = false
    /// What was received since ``takeArrival()``.
    @exclusivity(unchecked) private var arrival = Arrival()
    private let tls: TLSSession?
    private var isSecured: Bool

    /// Plaintext encrypted before the socket is asked whether it takes it, in bytes.
    private static let encryptionBatch = 256 * 1024
    /// The most that is received at once until the stream is open, in bytes: what a peer sends behind its handshake, as much as
    /// it likes, is kept, and is to leave room in the scratch memory.
    package static let openingBatch = TLSSession.recordSize
    /// The memory that a stream takes while it is being opened, in bytes, on the whole.
    package static let openingSize = 64 * 1024

    /// The least room for plaintext, in bytes: two records that were kept, and one that has just arrived.
    private static let leastRoom = 3 * TLSSession.recordSize

    /// - Parameter egressLimit: the most plaintext that may wait for the socket, in bytes.
    package init(_ socket: StreamSocket, tls: TLSSession?, egressLimit: Int, on loop: any EventLoop) {
        self.socket = socket
        self.tls = tls
        self.loop = loop
        egress = ByteQueue(limit: egressLimit)
        isSecured = tls == nil
    }

    /// Says how plaintext is cut into TLS records from now on.
    package func cutRecords(by policy: RecordPolicy) { recordPolicy = policy }

    /// The peer has said something beside TLS.
    func noteAddress() { hasBeenAddressed = true }

    /// What an attempt to receive came to.
    package enum Received {
        /// The number of bytes received: 0 if TLS has read something that is no plaintext, or not yet.
        case bytes(Int)
        /// Nothing has arrived.
        case nothing
        /// The peer will send no more.
        case ended
        /// The stream is broken.
        case failed(TransportError)
    }

    /// Receives into the loop's scratch memory, behind the `kept` bytes that the caller has put there.
    ///
    /// The first half of the scratch memory is for plaintext, the second for the ciphertext it comes from.
    ///
    /// - Parameters:
    ///   - limit: the most bytes to ask the socket for.
    ///   - isSharing: whether to leave what takes long to decrypt for another call: see ``isBehind``.
    package func receive(behind kept: Int, atMost limit: Int = .max, isSharing: Bool = false) -> Received {
        let half = loop.scratch.count / 2
        // The caller keeps the beginning of one frame, which is shorter; otherwise there would be no end of it.
        guard 0...half - Self.leastRoom ~= kept else { return .failed(.protocolViolation("a frame without end")) }
        let plaintext = UnsafeMutableRawBufferPointer(rebasing: loop.scratch[kept..<half])
        guard let tls else {
            return receivePlain(into: UnsafeMutableRawBufferPointer(rebasing: plaintext.prefix(limit)))
        }
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        guard !isBehind else { return decrypt(nothing, tls, into: plaintext, isSharing) }
        // Whatever was kept of earlier ciphertext is less than a record and an opening batch, and a record is decrypted whole.
        let most = min(limit, plaintext.count - 2 * TLSSession.recordSize)
        let ciphertext = UnsafeMutableRawBufferPointer(rebasing: loop.scratch[half..<half + most])
        switch receive(into: ciphertext) {
        case .bytes(0): return .ended
        case .bytes(let count):
            return decrypt(UnsafeRawBufferPointer(rebasing: ciphertext[..<count]), tls, into: plaintext, isSharing)
        case .wouldBlock: return decrypt(nothing, tls, into: plaintext, isSharing)
        case .failed(let code): return .failed(Self.broken(code))
        }
    }

    /// What has been received since this was last asked, decrypted or on the way to it.
    package func takeArrival() -> Arrival {
        defer { arrival = Arrival() }
        return arrival
    }

    /// Sends what is queued, as far as the socket takes it.
    ///
    /// - Returns: whether everything is gone; if not, the socket is full.
    package func flush() throws(TransportError) -> Bool {
        guard let tls else { return try send(egress) }
        guard isSecured else { return try send(tls.output) }
        repeat {
            guard try send(tls.output) else { return false }
            try encryptBatch(tls)
        } while !tls.output.isEmpty
        return true
    }

    /// Sends bytes that stand elsewhere, behind what is queued before them, if anything is.
    ///
    /// What the socket does not take is queued.
    ///
    /// - Parameter bytes: whole messages, no more than may be queued.
    /// - Returns: whether everything is gone; if not, the socket is full.
    package func send(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Bool {
        guard egress.isEmpty else {
            // They may not overtake others.
            _ = egress.append(bytes)
            return try flush()
        }
        guard let tls else {
            let count = try socketTakes(bytes)
            let isTaken = count == bytes.count
            if !isTaken { _ = egress.append(UnsafeRawBufferPointer(rebasing: bytes[count...])) }
            return isTaken
        }
        var rest = bytes
        while !rest.isEmpty {
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(try encryptRecord(of: rest, tls)))
        }
        return try send(tls.output)
    }

    /// Tells the peer that nothing more will be sent.
    ///
    /// What is still queued is lost.
    package func finishSending() {
        if let tls, isSecured {
            tls.finishSending()
            _ = try? send(tls.output)
        }
        socket.finishSending()
    }

    /// What a client can resume the TLS session by, once the server has said it.
    package var ticket: TLSTicket? { tls?.ticket }

    /// The TLS version and cipher, for the log.
    package var security: String? { isSecured ? tls?.summary : nil }

    /// What TLS came to, of a client that trusts so; `nil` without TLS.
    package func securitySummary(trusting trust: ServerTrust) -> SecuritySummary? {
        isSecured ? tls?.securitySummary(trusting: trust) : nil
    }

    /// The server's certificate that was not good enough, and why.
    package var distrusted: (certificate: ServerCertificate, fault: CertificateFault)? { tls?.distrusted }

    /// What the client's certificate says, if it was asked for one and has shown it.
    package var clientCertificate: PeerCertificate? { tls?.clientCertificate }

    /// Whether plaintext or ciphertext waits for the socket.
    package var hasPendingOutput: Bool { !egress.isEmpty || tls?.output.isEmpty == false }

    /// Bytes that wait for the socket.
    package var pendingOutputCount: Int { egress.count + (tls?.output.count ?? 0) }
    /// Memory taken for what is to be sent, in bytes.
    package var capacity: Int { egress.capacity + (tls?.output.capacity ?? 0) }

    /// Gives memory back that the stream does not need while it is idle.
    ///
    /// - Returns: how many bytes it was.
    package func trim() -> Int { egress.trim() + (tls?.output.trim() ?? 0) }

    /// Goes on with the TLS handshake with what has arrived.
    ///
    /// - Returns: whether the stream is ready for plaintext.
    package nonisolated(nonsending) func advanceHandshake() async throws -> Bool {
        guard let tls, !isSecured else { return true }
        switch socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: loop.scratch[..<Self.openingBatch])) {
        case .bytes(0): throw TransportError.unreachable("the peer ended the connection during the TLS handshake")
        case .bytes(let count):
            let ciphertext = [UInt8](loop.scratch[..<count])
            // Until this is over nobody else has the session.
            nonisolated(unsafe) let session = tls
            isSecured = try await loop.offload { try ciphertext.withUnsafeBytes { try session.handshake($0) } }
        case .wouldBlock: isSecured = try tls.handshake(UnsafeRawBufferPointer(start: nil, count: 0))
        case .failed(let code): throw Self.broken(code)
        }
        return isSecured
    }

    private func receive(into buffer: UnsafeMutableRawBufferPointer) -> StreamSocket.Outcome {
        let outcome = socket.receive(into: buffer)
        mayHaveMore = outcome == .bytes(buffer.count)
        return outcome
    }

    private func receivePlain(into buffer: UnsafeMutableRawBufferPointer) -> Received {
        switch receive(into: buffer) {
        case .bytes(0): return .ended
        case .bytes(let count):
            arrival.add(wire: count, records: 0, plaintext: count)
            return .bytes(count)
        case .wouldBlock: return .nothing
        case .failed(let code): return .failed(Self.broken(code))
        }
    }

    private func decrypt(
        _ ciphertext: UnsafeRawBufferPointer,
        _ tls: TLSSession,
        into plaintext: UnsafeMutableRawBufferPointer,
        _ isSharing: Bool
    ) -> Received {
        do throws(TransportError) {
            let decrypted = try tls.decrypt(ciphertext, into: plaintext) {
                isSharing && loop.elapsed > ReadBudget.patience(for: $0.byteCount, frames: $0.recordCount)
            }
            isBehind = decrypted.isBehind
            arrival.add(wire: decrypted.byteCount, records: decrypted.recordCount, plaintext: decrypted.count)
            if decrypted.isEnded, decrypted.count == 0 { return .ended }
            return decrypted.byteCount == 0 && decrypted.count == 0 ? .nothing : .bytes(decrypted.count)
        } catch {
            return .failed(error)
        }
    }

    private func encryptBatch(_ tls: TLSSession) throws(TransportError) {
        var encrypted = 0
        while !egress.isEmpty, encrypted < Self.encryptionBatch {
            let count = try encryptRecord(of: egress.pending, tls)
            egress.consume(count)
            encrypted += count
        }
    }

    /// - Returns: how many of the first bytes have become a record.
    private func encryptRecord(of plaintext: UnsafeRawBufferPointer, _ tls: TLSSession) throws(TransportError) -> Int {
        let count = recordPolicy.nextRecord(of: plaintext)
        try tls.encrypt(UnsafeRawBufferPointer(rebasing: plaintext.prefix(count)))
        return count
    }

    /// - Returns: whether the queue is empty.
    private func send(_ queue: ByteQueue) throws(TransportError) -> Bool {
        while !queue.isEmpty {
            let count = try socketTakes(queue.pending)
            // A short count means that the socket is full: asking again would be a system call to hear so.
            let isFull = count < queue.count
            queue.consume(count)
            if isFull { return false }
        }
        return true
    }

    private func socketTakes(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Int {
        switch socket.send(bytes) {
        case .bytes(let count): return count
        case .wouldBlock: return 0
        case .failed(let code): throw Self.broken(code)
        }
    }

    package static func broken(_ code: CInt) -> TransportError {
        .unreachable("the connection broke: \(SystemError(call: "send", code: code).reason)")
    }
}
