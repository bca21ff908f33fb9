/// What a component must still be able to do when the process gives up its privileges.
public struct Needs: Sendable, Equatable {
    /// What is done besides moving frames.
    public struct Activities: OptionSet, Sendable {
        /// One bit an activity.
        public let rawValue: UInt8

        /// Makes a set of its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Peers are accepted.
        public static let accepting = Activities(rawValue: 1 << 0)
        /// Connections are made through the network, to hosts that may have to be looked up.
        public static let dialing = Activities(rawValue: 1 << 1)
        /// Connections are made to Unix sockets.
        public static let dialingLocally = Activities(rawValue: 1 << 2)
        /// Files are removed, as a Unix socket is when the listener closes.
        public static let removingFiles = Activities(rawValue: 1 << 3)
    }

    /// The files that are read again: when they change, or for another connection.
    public var files: [String]
    /// Whether programs are started.
    public var runsPrograms: Bool
    /// What is done besides moving frames.
    public var activities: Activities

    /// Makes needs, or none.
    public init(files: [String] = [], runsPrograms: Bool = false, activities: Activities = []) {
        (self.files, self.runsPrograms, self.activities) = (files, runsPrograms, activities)
    }

    /// Adds what another component needs.
    package static func += (sum: inout Needs, more: Needs) {
        sum.files += more.files
        sum.runsPrograms = sum.runsPrograms || more.runsPrograms
        sum.activities.formUnion(more.activities)
    }
}
