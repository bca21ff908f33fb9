internal import TLS

/// How plaintext is cut into TLS records.
package enum RecordPolicy {
    /// Records hold as much as they can: cheapest, but several messages share one.
    case filled
    /// Each message begins a record, because the peer reads one message a readable event.
    ///
    /// The function tells the length of the message with which its argument begins, however much of it is there.
    case perMessage(length: (UnsafeRawBufferPointer) -> Int)

    /// How many of the first of `plaintext`, which begins with a message, go into the next record.
    package func nextRecord(of plaintext: UnsafeRawBufferPointer) -> Int {
        switch self {
        case .filled: min(plaintext.count, TLSSession.recordSize)
        case .perMessage(let length): min(plaintext.count, length(plaintext))
        }
    }
}
