/// What becomes of frames that a policy is against.
public enum PolicyMode: String, Sendable, CaseIterable {
    /// Nobody looks.
    case off
    /// They go through, and are counted.
    case warn
    /// They are dropped, and counted.
    case enforce
}
