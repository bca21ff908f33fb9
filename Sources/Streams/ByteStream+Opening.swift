package import Frame
package import HTTP
internal import Queueing

/// Opening a stream is asynchronous: these wait for the socket, on the loop that calls them.
extension ByteStream {
    /// Completes the TLS handshake, if there is one to complete.
    ///
    /// What takes long of it, half a millisecond of public keys, is done off the loop, so that frames of others need not wait.
    package nonisolated(nonsending) func secure() async throws {
        do {
            while try await !advanceHandshake() {
                _ = try flush()
                try await ready(for: .read)
            }
            try await finishFlushing()
        } catch {
            // The peer deserves to be told why: OpenSSL has left an alert.
            _ = try? flush()
            throw error
        }
    }

    /// Says that nothing more will be sent, and waits until the peer will send no more either.
    ///
    /// To close a socket with unread bytes in it would reset the connection, and take with it what was said last.
    package nonisolated(nonsending) func linger() async {
        socket.finishSending()
        while true {
            switch socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: loop.scratch[..<Self.openingBatch])) {
            case .bytes(0), .failed: return
            // Even where there is more: a peer that sends faster than this reads must not occupy the loop.
            case .bytes, .wouldBlock: do { try await ready(for: .read) } catch { return }
            }
        }
    }

    /// Sends all of `bytes`.
    package nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws {
        guard bytes.withUnsafeBytes({ egress.append($0) }) else {
            throw TransportError.protocolViolation("\(bytes.count) bytes do not fit in the egress queue")
        }
        try await finishFlushing()
    }

    /// Waits for bytes and appends them to `buffer`; `false` means that the peer will send no more.
    package nonisolated(nonsending) func read(into buffer: inout [UInt8]) async throws -> Bool {
        while true {
            // Others have their turn between two reads: a peer that sends faster than this reads must not occupy the loop.
            if hasBeenAddressed { try await ready(for: .read) }
            switch receive(behind: 0, atMost: Self.openingBatch) {
            case .bytes(let count) where count > 0:
                noteAddress()
                buffer.append(contentsOf: loop.scratch[..<count])
                return true
            case .bytes, .nothing: try await ready(for: .read)
            case .ended: return false
            case .failed(let error): throw error
            }
        }
    }

    /// Reads an HTTP head, of bounded size; the caller sees to the time.
    ///
    /// - Returns: the head, and what has arrived behind it.
    /// - Throws: ``HeadError`` for what is no head, ``TransportError`` when the peer leaves in its middle.
    package nonisolated(nonsending) func readHead<Message: Head>(
        _: Message.Type,
        limits: HeadLimits = HeadLimits()
    ) async throws -> (head: Message, early: ArraySlice<UInt8>) {
        var parser = HeadParser<Message>(limits: limits)
        var received: [UInt8] = []
        while try await read(into: &received) {
            if let (head, length) = try parser.parse(received.span.bytes) { return (head, received[length...]) }
        }
        throw TransportError.unreachable("the peer ended the connection in the middle of its HTTP head")
    }

    private nonisolated(nonsending) func finishFlushing() async throws {
        while try !flush() { try await ready(for: .write) }
    }

    /// Waits for the socket.
    package nonisolated(nonsending) func ready(for interest: Readiness) async throws {
        let (loop, descriptor) = (loop, socket.descriptor)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            do {
                try loop.watch(descriptor, for: interest) { _ in
                    loop.unwatch(descriptor)
                    continuation.resume()
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
