import Frame

@testable import Offloading

/// What a joiner writes.
struct Written: Equatable {
    var frame: [UInt8]
    var offload: Offload
}

/// Everything that is written when `frames` come between two flushes.
func join(_ frames: [[UInt8]], by joiner: Joiner = Joiner(headroom: 10, joinsUDP: true)) -> [Written] {
    var written: [Written] = []
    let write: Joiner.Write = { written.append(Written(frame: Array($0[10...]), offload: $1)) }
    for frame in frames where !frame.withUnsafeBytes({ joiner.take($0, write) }) {
        written.append(Written(frame: frame, offload: .none))
    }
    joiner.flush(write)
    return written
}

/// What is on the wire again, once super-frames are cut.
func cut(_ written: [Written]) throws -> [[UInt8]] {
    try written.flatMap { $0.offload == .none ? [$0.frame] : try segments(of: $0.frame, $0.offload) }
}
