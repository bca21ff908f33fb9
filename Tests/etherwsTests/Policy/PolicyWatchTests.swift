import Foundation
import Frame
import Linux
import Reactor
import Switching
import Testing

@testable import etherws

@Suite struct PolicyWatchTests {
    private let log = RecordedLog()
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("policy-\(UUID())").path

    /// The policies that were to apply.
    private final class Applied: Sendable {
        let policies = Locked<[PortPolicies]>([])
        var all: [PortPolicies] { policies.withLock { $0 } }
    }

    private func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

    /// Reads the file, as if told to or by itself, after each of these changes.
    private func watch(isTold: Bool = true, _ changes: [() throws -> Void]) async throws -> [PortPolicies] {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (loop, applied) = (try EpollLoop(), Applied())
        let watch = PolicyWatch(PolicyFile(path: path), saying: PortPolicies(), on: loop, logger: log.logger) {
            policies in
            applied.policies.withLock { $0.append(policies) }
        }
        for change in changes {
            try change()
            if isTold { await watch.reload() } else { await watch.look() }
        }
        await watch.stop()
        return applied.all
    }

    private func limit(_ number: Int) -> PortPolicies {
        var policy = PortPolicy()
        policy.addressLimit = number
        return PortPolicies(ofPrincipals: [Principal("alice"): policy])
    }

    @Test("What a file says applies when it was read")
    func good() async throws {
        let applied = try await watch([
            { try write("alice max-addresses=1\n") }, { try write("alice max-addresses=2\n") },
        ])
        #expect(applied == [limit(1), limit(2)])
        #expect(log.lines == Array(repeating: "info the policy in '\(path)' was read anew", count: 2))
    }

    @Test("What nobody has said to read applies when it was the same twice: it may be half of what somebody is writing")
    func half() async throws {
        let applied = try await watch(
            isTold: false,
            [
                { try write("") }, { try write("alice max-addresses=1") }, { try write("alice max-addresses=12\n") },
                {}, {},
            ])
        #expect(applied == [limit(12)])
    }

    @Test("A file with a mistake changes nothing, nor does one that has gone; the operator is told why")
    func bad() async throws {
        let applied = try await watch([
            { try write("alice max-addresses=1\n") }, { try write("alice\nbob max-addresses=x\n") },
            { try FileManager.default.removeItem(atPath: path) },
        ])
        #expect(applied == [limit(1)])
        let complaints = log.lines.dropFirst()
        let words = "warning the old policy stays in force, because the new one cannot be used: "
        #expect(complaints.first?.hasPrefix(words + "'\(path)': line 2: ") == true)
        #expect(complaints.last?.hasPrefix(words + "cannot read '\(path)': ") == true)
        #expect(complaints.count == 2)
    }
}
