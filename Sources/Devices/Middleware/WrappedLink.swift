package import Frame

/// A link around another one, which passes everything on in both directions: for subclasses that change or see some of it.
///
/// What the other link can do besides, as a ``HostLink`` or a ``PeerLink``, it still can.
package class WrappedLink: HostLink, PeerLink, FrameReceiver {
    private let inner: any Link
    private var receiver: (any FrameReceiver)?

    /// Wraps a link that was not started.
    package init(_ inner: any Link) { self.inner = inner }

    // MARK: From the owner

    package var name: String { inner.name }
    package var capabilities: LinkCapabilities { inner.capabilities }
    package var snapshot: LinkSnapshot { inner.snapshot }

    package func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        inner.start(self)
    }

    package func send(_ frame: RawSpan, _ offload: Offload) -> Bool { inner.send(frame, offload) }
    package func flush() { inner.flush() }
    package func setCarrier(isUp: Bool) { (inner as? any HostLink)?.setCarrier(isUp: isUp) }
    package func probe() { (inner as? any PeerLink)?.probe() }
    package func pauseReceiving(for duration: Duration) { (inner as? any PeerLink)?.pauseReceiving(for: duration) }

    package func close() {
        receiver = nil
        inner.close()
    }

    // MARK: From the link

    package func received(_ frame: RawSpan, _ offload: Offload) { receiver?.received(frame, offload) }
    package func dropped(_ reason: DropReason) { receiver?.dropped(reason) }
    package func drained() { receiver?.drained() }

    package func carriedOverhead(_ count: Int, byteCount: Int) {
        receiver?.carriedOverhead(count, byteCount: byteCount)
    }

    package func closed(_ reason: (any Error)?) {
        let receiver = receiver
        self.receiver = nil
        receiver?.closed(reason)
    }
}
