/// What the contracts in `Link.swift`, `Device.swift`, `Transport.swift` and `EventLoop.swift` ask for, as far as it can be seen from outside.
public enum ConformanceRule: String, Sendable, CaseIterable {
    /// Of ``Link/name``.
    case name = "a link has a name"
    /// Of ``Link``.
    case frames = "a frame crosses byte for byte, in order, whatever its size"
    /// Of ``Link/send(_:_:)``.
    case copy = "send copies what it needs of a frame before it returns"
    /// Of ``EventLoop/scratch``.
    case scratch = "send does not touch the scratch memory of the loop"
    /// Of ``Link``.
    case reentrance = "a link never calls its receiver from within send"
    /// Of ``FrameReceiver/drained()``.
    case drained = "drained follows the frames that were received"
    /// Of ``Link``.
    case isolation = "a link calls its receiver on its event loop"
    /// Of ``Link``.
    case blocking = "no call on a link blocks"
    /// Of ``Link/send(_:_:)``.
    case bound = "a frame that finds its queue full is dropped, and send says so"
    /// Of ``Link/close()``.
    case silence = "a link that was closed calls its receiver no more"
    /// Of ``FrameReceiver/closed(_:)``.
    case end = "closed is the last call, and comes once"
    /// Of ``Link/close()``.
    case farewell = "the far end of a link that was closed is told so"
    /// Of ``Listener/address``.
    case address = "peers can connect to the address that a listener names"
    /// Of ``Acceptor/accepted(_:from:)``.
    case acceptance = "a peer that was admitted is handed to the acceptor"
    /// Of ``Acceptor/accepted(_:from:)``.
    case principal = "a peer comes with the principal that the authenticator named, or none without an authenticator"
    /// Of ``Transport/listen(on:authenticator:acceptor:)``.
    case refusal = "a peer without the right credentials is refused on both sides"
    /// Of ``Listener/close()``.
    case closedListener = "a listener that was closed admits no peer, and links it handed over live on"
    /// Of ``Transport/listen(on:authenticator:acceptor:)``.
    case independence = "links of one listener have nothing to do with each other"
}
