import ArgumentParser
import Node
import Switching

/// What clients may do on the network behind the server.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to do with frames that violate the policy: enforce (drop), warn (count, log and forward) or off.",
            valueName: "mode"))
    var policy = "enforce"

    @Option(
        help: ArgumentHelp("MAC addresses per user, or none for no limit.", valueName: "number"))
    var maxAddresses = "1024"

    @Flag(help: "Protect MAC addresses that are in use: no other client can take them.")
    var antiSpoofing = false

    @Option(
        help: ArgumentHelp(
            "VLAN tags that clients may send: none, all, or a list as in 10,20-29; 0 is a priority tag.",
            valueName: "vlans"))
    var tags = "all"

    @Flag(help: "Isolate clients: each reaches the server's device, but no other client.")
    var isolate = false

    @Option(
        name: .customLong("ethertypes"),
        help: ArgumentHelp(
            "Protocols that clients may use, as in ipv4,arp,ipv6,0x88cc,llc.", valueName: "types")
    )
    var etherTypes = "all"

    @Option(
        help: ArgumentHelp(
            "Broadcast, multicast and unknown-unicast frames per second per client, as in 200 or, with a burst, 200/50.",
            valueName: "frames"))
    var broadcastRate = "none"

    @Option(
        help: ArgumentHelp(
            "Bits per second per client, as in 100M or, with a burst, 100M/1M.", valueName: "bits"))
    var rate = "none"

    @Option(
        help: ArgumentHelp(
            "Frames per second per client, as in 20k or, with a burst, 20k/1k.", valueName: "frames"))
    var frameRate = "none"

    @Option(
        help: ArgumentHelp(
            "Time for which the port of a loop is shut, or none.",
            valueName: "seconds"))
    var loopGuard = "10"

    @Option(
        help: ArgumentHelp(
            "Settings for some users: lines of a name and settings, as in 'alice rate=1G isolate=off'.",
            valueName: "file"))
    var policyFile: String?

    /// What applies to who has no line in the file.
    ///
    /// - Throws: `ValidationError` for a value that makes no sense.
    func standard() throws -> PortPolicy {
        let settings = [
            ("policy", policy), ("max-addresses", maxAddresses), ("anti-spoofing", antiSpoofing ? "on" : "off"),
            ("tags", tags), ("isolate", isolate ? "on" : "off"), ("ethertypes", etherTypes),
            ("broadcast-rate", broadcastRate), ("rate", rate), ("frame-rate", frameRate), ("loop-guard", loopGuard),
        ]
        var standard = PortPolicy()
        do throws(PolicyError) {
            for (name, value) in settings { try standard.set(name, to: value) }
        } catch {
            throw ValidationError("\(error)")
        }
        return standard
    }

    /// The policies of a server.
    ///
    /// - Throws: `ValidationError`, or a `Failure` that names the file and the line.
    func policies() throws -> PortPolicies {
        let standard = try standard()
        guard let policyFile else { return PortPolicies(standard: standard) }
        return try PolicyFile(path: policyFile).read(standard: standard)
    }
}
