internal import Frame
package import HTTP

extension ByteStream {
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
}
