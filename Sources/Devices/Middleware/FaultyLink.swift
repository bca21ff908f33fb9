package import Frame

/// What goes wrong with the frames of a ``FaultyLink``, each way: shares of all frames, from 0 to 1.
package struct LinkFaults: Sendable {
    /// Frames that are lost without a word.
    package var loss: Double
    /// Frames that come twice.
    package var duplication: Double
    /// Frames in which one bit is another.
    package var corruption: Double
    /// Frames that let the next one go first.
    package var reordering: Double

    package init(loss: Double = 0, duplication: Double = 0, corruption: Double = 0, reordering: Double = 0) {
        (self.loss, self.duplication) = (loss, duplication)
        (self.corruption, self.reordering) = (corruption, reordering)
    }
}

/// A link around another one, on which frames are lost, doubled, changed or overtaken: a bad line, for tests.
///
/// The same random numbers make the same faults.
package final class FaultyLink: WrappedLink {
    private var out: FaultyLine
    private var back: FaultyLine
    private var generator: any RandomNumberGenerator

    package init(_ inner: any Link, _ faults: LinkFaults, using generator: any RandomNumberGenerator) {
        (out, back, self.generator) = (FaultyLine(faults), FaultyLine(faults), generator)
        super.init(inner)
    }

    /// Takes every frame; `false` is for what the other link would not have taken either.
    package override func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        var isTaken = true
        for fate in out.fates(of: frame, offload, using: &generator) {
            isTaken = super.send(fate.frame.span.bytes, fate.offload) && isTaken
        }
        return isTaken
    }

    package override func flush() {
        // One that let others go first waits no longer than they do.
        for fate in out.takeHeld() { _ = super.send(fate.frame.span.bytes, fate.offload) }
        super.flush()
    }

    package override func received(_ frame: RawSpan, _ offload: Offload) {
        for fate in back.fates(of: frame, offload, using: &generator) {
            super.received(fate.frame.span.bytes, fate.offload)
        }
    }

    package override func drained() {
        for fate in back.takeHeld() { super.received(fate.frame.span.bytes, fate.offload) }
        super.drained()
    }
}

/// One direction of a bad line.
struct FaultyLine {
    typealias Passage = (frame: [UInt8], offload: Offload)

    private let faults: LinkFaults
    private var held: [Passage] = []

    init(_ faults: LinkFaults) { self.faults = faults }

    /// What comes out when a frame goes in, in order.
    mutating func fates(
        of frame: RawSpan, _ offload: Offload, using generator: inout some RandomNumberGenerator
    ) -> [Passage] {
        func happens(_ share: Double) -> Bool { share > 0 && Double.random(in: 0..<1, using: &generator) < share }
        guard !happens(faults.loss) else { return [] }
        var bytes = frame.withUnsafeBytes { Array($0) }
        if happens(faults.corruption), !bytes.isEmpty {
            let bit = Int.random(in: 0..<8 * bytes.count, using: &generator)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        }
        let count = happens(faults.duplication) ? 2 : 1
        let passages = [Passage](repeating: (bytes, offload), count: count)
        guard !happens(faults.reordering) else {
            held += passages
            return []
        }
        return passages + takeHeld()
    }

    /// What has let others go first.
    mutating func takeHeld() -> [Passage] {
        defer { held = [] }
        return held
    }
}
