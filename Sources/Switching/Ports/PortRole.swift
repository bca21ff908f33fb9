/// Which side of the switch a port is on.
public enum PortRole: String, Sendable, CaseIterable {
    /// A local source of frames, such as a TAP interface.
    ///
    /// Told whether there is anybody to reach.
    case device
    /// A way to another host.
    case tunnel
    /// A way to the switch of another event loop.
    ///
    /// It comes and goes with the stack, so no event tells of it.
    case trunk
}
