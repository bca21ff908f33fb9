/// What the fuzzer made up.
struct Input {
    private(set) var bytes: ArraySlice<UInt8>

    init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        bytes = Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// Takes the first byte, to choose by.
    mutating func choice() -> UInt8 { bytes.popFirst() ?? 0 }

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
