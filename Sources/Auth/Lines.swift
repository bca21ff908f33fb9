/// The lines of a text file, as Apache reads them: a line ends with LF or CRLF, blanks around it do not count, and blank ones and
/// those that begin with `#` are left out.
struct Lines {
    /// The longest line that can be an entry, in bytes (Apache's `MAX_STRING_LEN`).
    static let limit = 8192

    /// Calls `body` with each line.
    static func forEach(in bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let line = trimmed(line)
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            body(line)
        }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
