/// What the fuzzer made up.
struct Input {
    private(set) var bytes: ArraySlice<UInt8>

    init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        bytes = Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// Takes the first byte, to choose by.
    mutating func choice() -> UInt8 { bytes.popFirst() ?? 0 }

    /// Takes two bytes as a number, big-endian.
    mutating func word() -> Int { Int(choice()) << 8 | Int(choice()) }

    /// Takes the next `count` bytes, or those that are left.
    mutating func take(_ count: Int) -> [UInt8] {
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    /// Lengths at which something changes, in bytes: of headers, of WebSocket lengths, of vector loops, of MTUs, of packets and frames.
    static let edges = [
        1_514, 0, 14, 18, 34, 42, 54, 60, 62, 66, 74, 86, 125, 142, 162, 256, 576, 1_294, 1_500, 1_518, 4_096, 9_014,
        16_384,
        32_768, 65_517, 65_535, 65_549, 65_553, 65_553,
    ]

    /// Takes a length in bytes: one within 16 of an edge, a short one, or any up to 131,071.
    mutating func length() -> Int {
        let kind = Int(choice())
        switch kind {
        case ..<0xd0: return max(0, Self.edges[kind % Self.edges.count] + Int(Int8(bitPattern: choice())) / 8)
        case ..<0xf0: return Int(choice())
        default: return (kind & 1) << 16 | word()
        }
    }

    /// The rest as text, if it is UTF-8.
    var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The lengths of the prefixes to show to something that reads piece by piece.
    func prefixes(step: UInt8) -> some Sequence<Int> {
        stride(from: 0, to: bytes.count, by: 1 + Int(step)).map { $0 } + [bytes.count]
    }
}

/// Fails, so that the fuzzer keeps the input.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    guard !condition else { return }
    fatalError(what())
}
