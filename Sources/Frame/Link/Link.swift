/// A running attachment to a network: an open TAP interface, or one side of a tunnel.
///
/// A link is not `Sendable`. It lives on one event loop, with the switch that owns it, and every call is synchronous: opening a
/// link is `async`, moving a frame never is. It never blocks, and never calls its receiver from within ``send(_:_:)``.
public protocol Link: AnyObject {
    /// A name for logs and counters, such as `tap:ethws0`. Holds no secret.
    var name: String { get }

    /// What ``send(_:_:)`` accepts beyond ordinary frames.
    var capabilities: LinkCapabilities { get }

    /// What it knows of itself: may cost a system call.
    var snapshot: LinkSnapshot { get }

    /// Starts delivering frames to `receiver`. Called once, before the first ``send(_:_:)``.
    ///
    /// The link keeps `receiver` alive until it is closed.
    func start(_ receiver: any FrameReceiver)

    /// Queues one frame, copying what it needs before returning.
    ///
    /// - Parameters:
    ///   - frame: ``FrameSize/minimum`` bytes or more, from the destination address, without FCS. Borrowed for the call.
    ///   - offload: what is left to do to the frame; within ``capabilities``.
    /// - Returns: `false` if the frame was dropped, because a queue is full or the link cannot carry it.
    func send(_ frame: RawSpan, _ offload: Offload) -> Bool

    /// Hands the frames queued since the last flush to the kernel, in as few system calls as it can.
    func flush()

    /// Ends the link: it calls its receiver no more and frees what it holds, at the latest after a deadline of its own.
    ///
    /// A link that takes leave of its peer goes on doing so behind this call. Closing twice is harmless.
    func close()
}

extension Link {
    /// Ordinary frames only.
    public var capabilities: LinkCapabilities { [] }

    /// Nothing is known.
    public var snapshot: LinkSnapshot { LinkSnapshot() }

    /// Queues one ordinary frame.
    @inlinable
    public func send(_ frame: RawSpan) -> Bool { send(frame, .none) }
}

/// A link to a host that can be told of its network, such as a TAP interface.
public protocol HostLink: Link {
    /// Tells the host behind the link whether the network it is plugged into works, as a cable would.
    func setCarrier(isUp: Bool)
}

/// A link to a peer somewhere on a network.
public protocol PeerLink: Link {
    /// Finds out soon whether the peer is still there: the network has changed, or the host has slept.
    func probe()

    /// Takes nothing from the peer for about this long: what it sends waits with it.
    ///
    /// Called from within ``FrameReceiver/drained()``, again and again while the peer sends more than it may.
    func pauseReceiving(for duration: Duration)
}

/// The owner of a link, told what arrives on it.
public protocol FrameReceiver: AnyObject {
    /// One frame arrived. The bytes are valid only during the call.
    func received(_ frame: RawSpan, _ offload: Offload)

    /// The link dropped something that arrived, and says why.
    func dropped(_ reason: DropReason)

    /// The link has had work with what is no frame.
    ///
    /// - Parameters:
    ///   - count: how many such things there were: control frames, fragments, messages that are no frames, and records of TLS that carry
    ///     little or nothing.
    ///   - byteCount: bytes that have come from the peer and did not end in frames, beyond what usually surrounds those; 0 where it is
    ///     told by `count` alone.
    ///
    /// Whoever limits what a peer may send counts them, too. Told once a batch, before ``drained()``; unless that is needed, there is
    /// nothing to do.
    func carriedOverhead(_ count: Int, byteCount: Int)

    /// The link has no more frames for now: flush what they caused.
    func drained()

    /// The link has ended by itself, has freed what it held, and will call nothing else.
    ///
    /// - Parameter reason: why, or `nil` when the peer took its leave in good order.
    func closed(_ reason: (any Error)?)
}

extension FrameReceiver {
    /// One ordinary frame arrived.
    @inlinable
    public func received(_ frame: RawSpan) { received(frame, .none) }

    /// Does nothing.
    public func carriedOverhead(_ count: Int, byteCount: Int) {}
}
