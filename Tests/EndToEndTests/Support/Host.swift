import Foundation
import Glibc
import Synchronization
import Testing

/// A host of its own: a network namespace with its loopback interface up, removed with all that runs in it.
final class Host: Sendable {
    /// The name of the namespace.
    let namespace: String
    /// The last part of the host's addresses.
    let number: Int

    private static let count = Atomic(0)

    /// Makes a host.
    ///
    /// - Parameter isSilent: whether the kernel must send nothing by itself: no IPv6 then.
    init(_ number: Int = 1, isSilent: Bool = false) async throws {
        self.number = number
        let serial = Self.count.add(1, ordering: .relaxed).newValue
        namespace = "etherws-\(getpid())-\(serial)"
        try await EndToEndTests.run("ip", "netns", "add", namespace)
        Cleanup.current.add { [namespace] in remove(namespace) }
        try await run("sh", "-ec", "cd /proc/sys/net/ipv6/conf/default; echo \(isSilent ? 1 : 0) > disable_ipv6")
        try await run("sh", "-ec", "cd /proc/sys/net/ipv6/conf/default; echo 0 | tee accept_dad accept_ra autoconf")
        try await run("ip", "link", "set", "lo", "up")
    }

    /// On the network that the hosts are joined by.
    var outer: String { "198.51.100.\(number)" }
    /// On the network that the hosts are joined by.
    var outer6: String { "2001:db8:1::\(number)" }
    /// In the tunnel.
    var inner: String { "192.0.2.\(number)" }
    /// In the tunnel.
    var inner6: String { "2001:db8:2::\(number)" }

    /// Starts a command on this host.
    ///
    /// - Parameter log: where its standard error goes, if not to its ``ChildProcess/errors``.
    func start(_ arguments: [String], environment: [String: String] = [:], log: Int32? = nil) throws -> ChildProcess {
        try ChildProcess(["ip", "netns", "exec", namespace] + arguments, environment: environment, log: log)
    }

    /// Runs a command that makes a part of the scene, and returns what it printed.
    @discardableResult
    func run(_ arguments: String...) async throws -> String {
        let process = try start(arguments)
        guard try await process.outcome().exitCode == 0 else { throw CommandFailed(process: process) }
        return process.output.text
    }

    /// Gives an interface the host's addresses in the tunnel.
    func configure(_ interface: String = "ethws0") async throws {
        try await run("ip", "addr", "add", "\(inner)/24", "dev", interface)
        try await run("ip", "addr", "add", "\(inner6)/64", "dev", interface, "nodad")
    }

    /// Whether there is an interface of this name.
    func has(_ interface: String) async throws -> Bool {
        try await start(["ip", "link", "show", interface]).outcome().exitCode == 0
    }

    /// The processes that run here.
    var processes: [pid_t] {
        get async throws {
            let output = try await EndToEndTests.run("ip", "netns", "pids", namespace)
            return output.split(separator: "\n").compactMap { pid_t($0) }
        }
    }
}

/// Ends what is left in a namespace that a test made, and removes it.
private func remove(_ namespace: String) {
    let command = "ip netns pids \(namespace) | xargs -r kill -9; ip netns del \(namespace)"
    _ = system(command)
}
