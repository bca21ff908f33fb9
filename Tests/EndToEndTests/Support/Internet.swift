/// The network that joins the hosts: a bridge in a namespace of its own, with a cable to each host.
struct Internet {
    private let exchange: Host

    init() async throws {
        exchange = try await Host(0, isSilent: true)
        try await exchange.run("ip", "link", "add", "exchange", "type", "bridge")
        try await exchange.run("ip", "link", "set", "exchange", "up")
    }

    /// Plugs a host in, by an interface named `wan` with the host's outer addresses.
    func plug(_ host: Host, isSilent: Bool = false) async throws {
        try await Cable.lay(from: host, "wan", to: exchange, "port\(host.number)")
        try await exchange.run("ip", "link", "set", "port\(host.number)", "master", "exchange")
        try await host.run("ip", "addr", "add", "\(host.outer)/24", "dev", "wan")
        guard !isSilent else { return }
        try await host.run("ip", "addr", "add", "\(host.outer6)/64", "dev", "wan", "nodad")
    }

    /// Pulls a host's cable out, or plugs it in again: the host sees it.
    func setCable(of host: Host, isPlugged: Bool) async throws {
        try await exchange.run("ip", "link", "set", "port\(host.number)", isPlugged ? "up" : "down")
    }

    /// Lets nothing from or to a host through, or everything again: the host does not see why.
    func setSilence(of host: Host, _ isSilent: Bool) async throws {
        // From linux/if_bridge.h: BR_STATE_DISABLED and BR_STATE_FORWARDING.
        try await exchange.run("bridge", "link", "set", "dev", "port\(host.number)", "state", isSilent ? "0" : "3")
    }
}

/// A pair of Ethernet interfaces, one at each end.
enum Cable {
    /// Joins two hosts, and brings both ends up.
    static func lay(from one: Host, _ interface: String, to other: Host, _ otherInterface: String) async throws {
        try await run(
            "ip", "link", "add", interface, "netns", one.namespace, "type", "veth",
            "peer", "name", otherInterface, "netns", other.namespace
        )
        try await one.run("ip", "link", "set", interface, "up")
        try await other.run("ip", "link", "set", otherInterface, "up")
    }
}
