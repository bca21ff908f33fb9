import Foundation
import Frame
import Linux
import Reactor
import Switching
import Testing

@testable import Node

@Suite struct PolicyWatchTests {
    private let report = EventHub()
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
        let watch = PolicyWatch(PolicyFile(path: path), saying: PortPolicies(), on: loop, reporting: report) {
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

    /// What was reported.
    private func told() async -> [String] {
        report.finish()
        return await NodeEvents(hub: report, start: 0).reduce(into: []) { told, element in
            switch element.event {
            case .policyRead(let file): told.append("read \(file)")
            case .policyUnusable(let reason): told.append("unusable: \(reason)")
            default: told.append("\(element.event)")
            }
        }
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
        #expect(await told() == Array(repeating: "read \(path)", count: 2))
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

    @Test("What was not asked for is complained of once, when it was wrong twice")
    func complaints() async throws {
        let applied = try await watch(
            isTold: false,
            [
                { try write("alice max-addresses=x") }, {}, {}, {}, { try write("alice max-addresses=1\n") }, {}, {},
                { try write("alice max-addresses=x") }, {}, {},
            ])
        #expect(applied == [limit(1)])
        #expect(await told().map { $0.hasPrefix("unusable: ") } == [true, false, true])
    }

    @Test("A watch that was stopped reads nothing that applies")
    func stopped() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (loop, applied) = (try EpollLoop(), Applied())
        let watch = PolicyWatch(PolicyFile(path: path), saying: PortPolicies(), on: loop, reporting: report) {
            policies in
            applied.policies.withLock { $0.append(policies) }
        }
        try write("alice max-addresses=1\n")
        await watch.stop()
        await watch.reload()
        #expect(applied.all.isEmpty)
    }

    @Test("A file with a mistake changes nothing, nor does one that has gone; the operator is told why")
    func bad() async throws {
        let applied = try await watch([
            { try write("alice max-addresses=1\n") }, { try write("alice\nbob max-addresses=x\n") },
            { try FileManager.default.removeItem(atPath: path) },
        ])
        #expect(applied == [limit(1)])
        let complaints = await told().dropFirst()
        #expect(complaints.first?.hasPrefix("unusable: '\(path)': line 2: ") == true)
        #expect(complaints.last?.hasPrefix("unusable: cannot read '\(path)': ") == true)
        #expect(complaints.count == 2)
    }
}
