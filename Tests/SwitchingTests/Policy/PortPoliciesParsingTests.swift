import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PortPoliciesParsingTests {
    private var standard: PortPolicy {
        var policy = PortPolicy()
        policy.addressLimit = 100
        return policy
    }

    private func policies(_ text: String) throws -> PortPolicies {
        try PortPolicies(standard: standard, parsing: Array(text.utf8))
    }

    @Test func `a line changes the standard policy for one principal`() throws {
        let policies = try policies(
            """
            # Hypervisors first.

            alice\tanti-spoofing=on   max-addresses=none
              "Bob's VMs" rate=100M\r
            carol
            """)
        #expect(policies.ofPrincipals.count == 3)
        let alice = policies.policy(for: Peer(address: "192.0.2.1:1", principal: Principal("alice")))
        #expect(alice.isBound)
        #expect(alice.addressLimit == nil)
        let bob = policies.policy(for: Peer(address: "192.0.2.1:1", principal: Principal("Bob's VMs")))
        #expect(bob.rate?.perSecond == 12.5e6)
        #expect(bob.addressLimit == 100)
        #expect(policies.ofPrincipals[Principal("carol")] == standard)
    }

    @Test func `who has no line has the standard policy`() throws {
        let policies = try policies("alice isolate=on\n")
        #expect(policies.policy(for: Peer(address: "192.0.2.1:1", principal: Principal("dave"))) == standard)
        #expect(policies.policy(for: Peer(address: "192.0.2.1:1", principal: nil)) == standard)
    }

    @Test(arguments: [
        ("alice isolate", 1, PolicyError.notASetting("isolate")),
        ("\n# no\nalice isolate=on isolate=off", 3, .repeatedSetting("isolate")),
        ("alice isolate=on\nalice", 2, .repeatedPrincipal("alice")),
        ("jos\u{e9}\njose\u{301}", 2, .repeatedPrincipal("jose\u{301}")),
        ("\"ann\"\u{301} isolate=on", 1, .invalidName),
        ("\(String(repeating: "n", count: 256)) isolate=on", 1, .invalidName),
        ("isolate=on", 1, .invalidName),
        ("\"alice isolate=on", 1, .invalidName),
        ("\"\" isolate=on", 1, .invalidName),
        ("\"alice\"isolate=on", 1, .invalidName),
        ("al\"ice isolate=on", 1, .invalidName),
        ("alice isolat=on", 1, .unknownSetting("isolat")),
        ("a\u{1}b isolate=on", 1, .notText),
        ("alice isolate=on # always", 1, .notASetting("#")),
    ])
    func `what is not understood is an error with its line`(text: String, line: Int, reason: PolicyError) throws {
        let error = #expect(throws: PortPolicies.LineError.self) { try policies(text) }
        #expect(error?.line == line)
        #expect(error?.reason == reason)
        #expect(error?.description == "line \(line): \(reason)")
    }

    @Test(arguments: ["jos\u{e9}", "jose\u{301}"])
    func `a policy is that of a name in either normalization form`(name: String) throws {
        for written in ["jos\u{e9}", "jose\u{301}"] {
            let policies = try policies("\(written) max-addresses=7")
            let peer = Peer(address: "192.0.2.1:80", principal: Principal(name))
            #expect(policies.policy(for: peer).addressLimit == 7)
        }
    }

    @Test func `a combining mark hides neither a blank nor an equals sign`() throws {
        let policies = try policies("ann\u{301} max-addresses=7\n\u{301} max-addresses=8")
        #expect(
            policies.ofPrincipals.mapValues(\.addressLimit) == [
                Principal("ann\u{301}"): 7, Principal("\u{301}"): 8,
            ])
        let error = #expect(throws: PortPolicies.LineError.self) { try self.policies("ann isolate=\u{301}on") }
        #expect(error?.line == 1)
    }

    @Test func `a line may hold blanks and tabs, and no other control characters`() {
        for byte in (0...0x20 as ClosedRange<UInt8>) + [0x7e, 0x7f, 0x80] where byte != 0x0a {
            let bytes = Array("alice".utf8) + [byte] + Array("isolate=on".utf8)
            let policies = try? PortPolicies(standard: standard, parsing: bytes)
            #expect((policies?.ofPrincipals[Principal("alice")] != nil) == (byte == 0x20 || byte == 0x09), "\(byte)")
            let end = try? PortPolicies(standard: standard, parsing: Array("alice isolate=on".utf8) + [byte])
            #expect((end?.ofPrincipals[Principal("alice")] != nil) == [0x20, 0x09, 0x0d].contains(byte), "\(byte)")
        }
    }

    @Test(arguments: ["alice", "\"alice\"", "\"alice\" ", "\"alice\"\tisolate=off"])
    func `a name may stand alone, in quotes or without`(line: String) throws {
        let policies = try PortPolicies(standard: standard, parsing: Array(line.utf8))
        #expect(policies.ofPrincipals[Principal("alice")] != nil)
    }

    @Test func `a comment holds no control characters, either`() {
        for byte in (0...0x20 as ClosedRange<UInt8>) + [0x7e, 0x7f, 0x80] where byte != 0x0a {
            let comment = try? PortPolicies(standard: standard, parsing: Array("# a".utf8) + [byte] + Array("b".utf8))
            #expect((comment != nil) == [0x09, 0x20, 0x7e].contains(byte), "\(byte)")
        }
    }

    @Test func `bytes that are not UTF-8 are an error`() {
        let error = #expect(throws: PortPolicies.LineError.self) {
            try PortPolicies(standard: standard, parsing: [0x0a, 0xff, 0x20])
        }
        #expect(error?.line == 2)
        #expect(error?.reason == .notText)
    }
}
