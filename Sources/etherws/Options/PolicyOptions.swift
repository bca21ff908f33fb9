import ArgumentParser
import Node
import Switching

/// What clients may do on the network behind the server.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What becomes of frames that the following are against: off, warn (count them, and let them through) or enforce.",
            valueName: "mode"))
    var policy = "enforce"

    @Option(
        help: ArgumentHelp("Let each client have so many MAC addresses; none is any number.", valueName: "number"))
    var maxAddresses = "1024"

    @Flag(help: "Do not let a client use a MAC address that is in use elsewhere.")
    var antiSpoofing = false

    @Option(
        help: ArgumentHelp(
            "Let clients send these VLAN tags only: none, all, or a list as in 10,20-29; 0 is a priority tag.",
            valueName: "vlans"))
    var tags = "all"

    @Flag(help: "Keep clients apart: each reaches the server's device, and no other client.")
    var isolate = false

    @Option(
        name: .customLong("ethertypes"),
        help: ArgumentHelp(
            "Let clients speak these protocols only, as in ipv4,arp,ipv6,0x88cc,llc.", valueName: "types")
    )
    var etherTypes = "all"

    @Option(
        help: ArgumentHelp(
            "Let each client send so many frames a second to everybody, as in 200 or 200/50 at once.",
            valueName: "frames"))
    var broadcastRate = "none"

    @Option(
        help: ArgumentHelp(
            "Let each client send so many bits a second, as in 100M or 100M/1M at once.", valueName: "bits"))
    var rate = "none"

    @Option(
        help: ArgumentHelp(
            "Let each client send so many frames a second, as in 20k or 20k/1k at once.", valueName: "frames"))
    var frameRate = "none"

    @Option(
        help: ArgumentHelp(
            "Shut a client's port for so many seconds when frames go round in circles; none lets them.",
            valueName: "seconds"))
    var loopGuard = "10"

    @Option(
        help: ArgumentHelp(
            "What is different for some users: lines of a name and settings, as in 'alice rate=1G isolate=off'.",
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
