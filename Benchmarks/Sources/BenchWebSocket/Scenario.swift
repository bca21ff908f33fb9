/// One row of the table.
struct Scenario {
    enum Direction: String { case encode, decode }

    let direction: Direction
    let size: Int
    let isMasked: Bool
    let isCompressed: Bool

    static let all = [false, true].flatMap { isCompressed in
        [Direction.encode, .decode].flatMap { direction in
            [false, true].flatMap { isMasked in
                [64, 1_514, 65_536].map { size in
                    Scenario(direction: direction, size: size, isMasked: isMasked, isCompressed: isCompressed)
                }
            }
        }
    }

    /// Messages in a batch: as many as fit in 64 KiB, as a loop that reads from a socket would find them.
    var batch: Int { max(1, 65_536 / size) }

    var ours: any Work { direction == .encode ? OurEncoding(self) : OurDecoding(self) }

    /// NIOWebSocket has no compression.
    var theirs: (any Work)? {
        guard !isCompressed else { return nil }
        return direction == .encode ? TheirEncoding(self) : TheirDecoding(self)
    }

    /// Bytes that compress as text does, to about a third.
    var payload: [UInt8] {
        let words = [
            "frame", "of", "an", "Ethernet", "switch", "learns", "from", "each", "port", "where", "to", "send",
        ]
        var state: UInt32 = 1
        var bytes: [UInt8] = []
        while bytes.count < size {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes += words[Int(state >> 16) % words.count].utf8 + [UInt8(ascii: " ") + UInt8(state >> 28)]
        }
        return Array(bytes.prefix(size))
    }
}
