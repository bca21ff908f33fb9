package import Frame

/// A link around another one, of which a tap sees each frame: what the other link delivers, before its owner does, and what it takes.
package final class CaptureLink: WrappedLink {
    private let tap: any FrameTap
    private let loop: any EventLoop

    /// - Parameters:
    ///   - tap: kept until the link goes.
    ///   - loop: where the link lives.
    package init(_ inner: any Link, seenBy tap: any FrameTap, on loop: any EventLoop) {
        (self.tap, self.loop) = (tap, loop)
        super.init(inner)
    }

    package override func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard super.send(frame, offload) else { return false }
        tap.saw(frame, offload, .sent, at: loop.now)
        return true
    }

    package override func received(_ frame: RawSpan, _ offload: Offload) {
        tap.saw(frame, offload, .received, at: loop.now)
        super.received(frame, offload)
    }
}
