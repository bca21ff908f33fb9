import Frame

/// What one run of `etherws check` is to do.
struct CheckPlan: Equatable, Sendable {
    /// The servers, each of which is looked at.
    var servers: [CheckedServer]
    /// The user to log in as, whose password must be asked for.
    var user: String?
    /// The file of the token to present; `-` stands for the terminal or standard input.
    var tokenFile: String?
    /// How far and for how long each is looked at.
    var limits = CheckLimits()
}

/// How far a check goes, and how long it may take.
struct CheckLimits: Equatable, Sendable {
    /// The largest payload of a frame; there is a header on top, with a VLAN tag.
    var mtu = 1500
    /// How long all steps may take together, but for the last.
    var total = Duration.seconds(30)
    /// How long to wait for a first frame from the network.
    var listening = Duration.seconds(2)
    /// How long the peer may take to answer a ping.
    var answer = Duration.seconds(5)
    /// How long it may take to answer one behind 64 KiB, which need 10 s on a line of 50 kbit/s.
    var burst = Duration.seconds(15)
}
