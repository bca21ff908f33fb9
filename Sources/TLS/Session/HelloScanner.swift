/// Finds each ClientHello in the records of a handshake, however they are cut, and looks at the length that it claims.
///
///      0        1            3            5
///     +--------+------------+------------+=============
///     | type   | version    | length     | fragment …        a record (RFC 8446 §5.1)
///     +--------+------------+------------+=============
///     +--------+---------------------+================
///     | type   | length (3 bytes)    | body …                a handshake message in the fragments (RFC 8446 §4)
///     +--------+---------------------+================
struct HelloScanner {
    private let longest: Int
    private var record = Header(length: 5)
    /// What is missing of the present record.
    private var recordRest = 0
    private var message = Header(length: 4)
    /// What is missing of the present message.
    private var messageRest = 0
    /// Whether what follows is encrypted, so that nothing can be found in it.
    private var isOver = false

    /// A header of which bytes are missing.
    private struct Header {
        let length: Int
        private var count = 0
        private(set) var type: UInt8 = 0
        /// The last three bytes as a number.
        private var tail = 0

        init(length: Int) { self.length = length }

        /// - Returns: the length in the header's last 2 or 3 bytes, once it is whole; then another begins.
        mutating func take(_ byte: UInt8) -> Int? {
            if count == 0 { type = byte }
            tail = (tail << 8 | Int(byte)) & 0xff_ffff
            count += 1
            guard count == length else { return nil }
            count = 0
            return length == 5 ? tail & 0xffff : tail
        }
    }

    private static let changeCipherSpec: UInt8 = 20
    private static let handshake: UInt8 = 22
    private static let clientHello: UInt8 = 1

    init(longest: Int) { self.longest = longest }

    /// Takes what OpenSSL reads next.
    ///
    /// - Parameter isTLS12: whether the two sides have agreed on TLS 1.2. Its records are encrypted behind a ChangeCipherSpec; one of
    ///   TLS 1.3 means nothing (RFC 8446 §D.4), and a second ClientHello may follow it.
    /// - Returns: `false` once a ClientHello claims to be too long.
    mutating func accepts(_ bytes: UnsafeRawBufferPointer, isTLS12: () -> Bool) -> Bool {
        for byte in bytes where !isOver {
            guard recordRest > 0 else {
                recordRest = record.take(byte) ?? 0
                continue
            }
            recordRest -= 1
            if record.type == Self.changeCipherSpec { isOver = isTLS12() }
            if record.type == Self.handshake, !acceptsHandshake(byte) { return false }
        }
        return true
    }

    private mutating func acceptsHandshake(_ byte: UInt8) -> Bool {
        guard messageRest == 0 else {
            messageRest -= 1
            return true
        }
        guard let length = message.take(byte) else { return true }
        messageRest = length
        return message.type != Self.clientHello || length <= longest
    }
}
