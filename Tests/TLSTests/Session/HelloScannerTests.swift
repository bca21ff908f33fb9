import Testing

@testable import TLS

@Suite struct HelloScannerTests {
    /// A record with this type and body.
    private static func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 3, 1, UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
    }

    /// A message that claims this length, and has this body.
    private static func message(_ type: UInt8, _ length: Int, _ body: [UInt8] = []) -> [UInt8] {
        [type, UInt8(length >> 16), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)] + body
    }

    private func accepts(_ bytes: [UInt8], step: Int = .max, isTLS12: Bool = false) -> Bool {
        var scanner = HelloScanner(longest: 100)
        var rest = bytes[...]
        while !rest.isEmpty {
            guard Array(rest.prefix(step)).withUnsafeBytes({ scanner.accepts($0) { isTLS12 } }) else { return false }
            rest = rest.dropFirst(step)
        }
        return true
    }

    @Test(
        "the length that a ClientHello claims is looked at",
        arguments: [(100, true), (101, false), (131_000, false)])
    func bound(_ length: Int, _ isAccepted: Bool) {
        #expect(accepts(Self.record(22, Self.message(1, length))) == isAccepted)
    }

    @Test("it is found however records and reads are cut", arguments: [1, 2, 3, 5, 7, .max])
    func cut(_ step: Int) {
        let hellos = Self.message(1, 100, .init(repeating: 1, count: 100)) + Self.message(1, 101)
        let inOne = Self.record(22, hellos)
        let inMany = hellos.flatMap { Self.record(22, [$0]) }
        let withEmpty = hellos.flatMap { Self.record(22, []) + Self.record(22, [$0]) }
        for bytes in [inOne, inMany, withEmpty] {
            let isAccepted = accepts(bytes, step: step)
            #expect(!isAccepted)
            let isBeginAccepted = accepts(bytes.dropLast(), step: step)
            #expect(isBeginAccepted)
        }
    }

    @Test("other messages and records may have any length")
    func others() {
        #expect(accepts(Self.record(22, Self.message(11, 131_000))))
        #expect(accepts(Self.record(23, Self.message(1, 131_000))))
        #expect(accepts(Self.record(21, [1, 0xff, 0xff, 0xff])))
    }

    @Test("behind a ChangeCipherSpec comes a second ClientHello by TLS 1.3, and what is encrypted by TLS 1.2")
    func second() {
        let first = Self.record(22, Self.message(1, 1, [0]))
        let bytes = first + Self.record(20, [1]) + Self.record(22, Self.message(1, 101))
        #expect(!accepts(bytes, isTLS12: false))
        #expect(accepts(bytes, isTLS12: true))
    }
}
