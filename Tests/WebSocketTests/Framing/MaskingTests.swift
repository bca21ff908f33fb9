import TestSupport
import Testing

@testable import WebSocket

@Suite struct MaskingTests {
    private static let key: UInt32 = 0x3d21_fa37
    private static let octets: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]

    /// RFC 6455 §5.7, "A single-frame masked text message".
    @Test func masksTheHelloOfTheRFC() {
        var bytes = Array("Hello".utf8)
        bytes.withUnsafeMutableBytes { Masking.apply(Self.key, to: $0) }
        #expect(bytes == [0x7f, 0x9f, 0x4d, 0x51, 0x58])
        bytes.withUnsafeMutableBytes { Masking.apply(Self.key, to: $0) }
        #expect(bytes == Array("Hello".utf8))
    }

    @Test(arguments: 0..<16)
    func masksInPlaceAtEveryAlignmentPhaseAndLength(_ alignment: Int) {
        var generator = SeededGenerator(seed: alignment)
        for count in Array(0...70) + [127, 128, 129, 191, 200] {
            for phase in 0..<5 {
                let original = generator.bytes(alignment + count + 8)
                var bytes = original
                bytes.withUnsafeMutableBytes {
                    Masking.apply(Self.key, phase: phase, to: .init(rebasing: $0[alignment..<alignment + count]))
                }
                #expect(bytes == expected(original, in: alignment..<alignment + count, phase: phase))
            }
        }
    }

    @Test(arguments: 0..<9, 0..<9)
    func masksWhileCopyingBetweenAnyAlignments(_ from: Int, _ to: Int) {
        var generator = SeededGenerator(seed: from * 9 + to)
        for count in [0, 1, 3, 4, 7, 8, 9, 31, 63, 64, 65, 72, 73, 130] {
            let source = generator.bytes(from + count)
            var destination = [UInt8](repeating: 0xee, count: to + count + 3)
            source.withUnsafeBytes { source in
                destination.withUnsafeMutableBytes {
                    Masking.copy(
                        from: .init(rebasing: source[from...]),
                        to: .init(rebasing: $0[to...]),
                        key: Self.key,
                        phase: from
                    )
                }
            }
            #expect(Array(destination[to..<to + count]) == masked(source[from...], phase: from))
            #expect(destination[..<to].allSatisfy { $0 == 0xee } && destination.suffix(3).allSatisfy { $0 == 0xee })
        }
    }

    @Test(arguments: 0..<200)
    func piecesMakeTheSameAsTheWhole(_ seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let original = generator.bytes(.random(in: 0...300, using: &generator))
        var offset = 0
        var bytes: [UInt8] = []
        for piece in generator.cut(original, maximumPiece: 40) {
            var piece = piece
            piece.withUnsafeMutableBytes { Masking.apply(Self.key, phase: offset, to: $0) }
            bytes += piece
            offset += piece.count
        }
        #expect(bytes == masked(original[...], phase: 0))
    }

    private func masked(_ bytes: ArraySlice<UInt8>, phase: Int) -> [UInt8] {
        bytes.enumerated().map { $1 ^ Self.octets[($0 + phase) % 4] }
    }

    private func expected(_ original: [UInt8], in range: Range<Int>, phase: Int) -> [UInt8] {
        original[..<range.lowerBound] + masked(original[range], phase: phase) + original[range.upperBound...]
    }
}
