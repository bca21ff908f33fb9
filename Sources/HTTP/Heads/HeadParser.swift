/// Reads one HTTP head, shown to it from its first byte, again and again as more arrives (RFC 9112 §2–5).
///
/// Strict where leniency lets two readers see two different messages: no folded lines, no bare CR or LF, no control
/// characters, no blank before a colon. What is wrong is found as soon as it has arrived, and no byte is looked at
/// twice.
package struct HeadParser<Message: Head>: Sendable {
    private let limits: HeadLimits
    private var startLine: String?
    private var skippedLineCount = 0
    private var fields = HeaderFields()
    /// Where the line under way begins.
    private var lineStart = 0
    /// Where looking goes on.
    private var position = 0

    /// Makes a parser for one head.
    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Reads on.
    ///
    /// - Parameter bytes: all that has arrived, from the head's first byte.
    /// - Returns: the head and its length in bytes, with the empty line that ends it; or `nil` when more bytes are
    ///   needed.
    /// - Throws: why it is not a head, or which bound it broke. Then the connection is beyond repair.
    package mutating func parse(_ bytes: RawSpan) throws(HeadError) -> (head: Message, length: Int)? {
        while let end = try endOfLine(bytes) {
            let line = bytes.text(lineStart..<end)
            position = end + 2
            lineStart = position
            guard let startLine else {
                if line.isEmpty, skippedLineCount < Message.skippableLineCount {
                    skippedLineCount += 1
                    continue
                }
                // Refuses a first line that cannot be right before the fields arrive.
                _ = try Message(startLine: line, fields: HeaderFields())
                startLine = line
                continue
            }
            if line.isEmpty { return (try Message(startLine: startLine, fields: fields), position) }
            guard fields.lines.count < limits.maximumFieldCount else { throw .tooManyFields }
            try appendField(line)
        }
        return nil
    }

    /// Looks for the CRLF that ends the line under way.
    ///
    /// - Returns: where it is, or `nil` if it has not arrived whole.
    private mutating func endOfLine(_ bytes: RawSpan) throws(HeadError) -> Int? {
        while position < bytes.byteCount {
            guard position < limits.maximumHeadSize else { throw .headTooLarge }
            let byte = bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
            if byte == 0x0d {
                guard position + 1 < bytes.byteCount else { return nil }
                let next = bytes.unsafeLoad(fromUncheckedByteOffset: position + 1, as: UInt8.self)
                guard next == 0x0a else { throw .invalidCharacter }
                guard position + 2 <= limits.maximumHeadSize else { throw .headTooLarge }
                return position
            }
            guard byte.isTextCharacter else { throw .invalidCharacter }
            guard startLine != nil || position - lineStart < limits.maximumStartLineLength else {
                throw .startLineTooLong
            }
            position += 1
        }
        return nil
    }

    private mutating func appendField(_ line: String) throws(HeadError) {
        // A folded line begins with a blank, which is no token either (RFC 9112 §5.2).
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), line[..<colon].isToken else {
            throw .malformedField
        }
        fields.append(String(line[..<colon]), String(line[line.utf8.index(after: colon)...].trimmingBlanks()))
    }
}

extension RawSpan {
    fileprivate func text(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
