/// Decides when files that have changed are to be read, told what they look like; reads nothing itself.
///
/// Two files that belong together are not replaced in one moment: what does not fit is tried once more before anybody complains.
struct ReloadPlan<Stamps: Equatable & Sendable>: Sendable {
    /// What is in use.
    private var loaded: Stamps
    /// What could not be used, and how often that was tried.
    private var failed: (stamps: Stamps, count: Int)?

    /// After so many attempts it is no accident.
    private static var attempts: Int { 2 }

    init(loaded: Stamps) { self.loaded = loaded }

    /// Whether to read files that look like this.
    func wantsLoading(_ stamps: Stamps) -> Bool {
        if let failed, failed.stamps == stamps { return failed.count < Self.attempts }
        return stamps != loaded
    }

    /// They were read, and are in use.
    mutating func succeeded(_ stamps: Stamps) { (loaded, failed) = (stamps, nil) }

    /// They could not be used.
    ///
    /// - Returns: whether the operator is to be told.
    mutating func failed(_ stamps: Stamps) -> Bool {
        let count = (failed.flatMap { $0.stamps == stamps ? $0.count : nil } ?? 0) + 1
        failed = (stamps, count)
        return count == Self.attempts
    }
}
