import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PortPolicySettingsTests {
    private func policy(_ name: String, _ value: String) throws -> PortPolicy {
        var policy = PortPolicy()
        try policy.set(name, to: value)
        return policy
    }

    @Test func `every setting is understood`() throws {
        #expect(try policy("policy", "warn").mode == .warn)
        #expect(try policy("max-addresses", "16").addressLimit == 16)
        #expect(try policy("anti-spoofing", "on").isBound)
        #expect(try policy("isolate", "on").isIsolated)
        #expect(try policy("tags", "none").tags == VLANSet([]))
        #expect(try policy("tags", "10,20-29,0").tags == VLANSet([10...10, 20...29, 0...0]))
        #expect(try policy("tags", "0-4094").tags == VLANSet([0...4094]))
        #expect(
            try policy("ethertypes", "ipv4,arp,0x88cc").etherTypes
                == EtherTypeSet([.ipv4, .arp, EtherType(rawValue: 0x88cc)]))
        #expect(try policy("ethertypes", "llc,ipv6").etherTypes == EtherTypeSet([.ipv6], hasLengths: true))
        #expect(try policy("broadcast-rate", "200").floodRate == RateLimit(perSecond: 200, burst: 20))
        #expect(try policy("broadcast-rate", "5").floodRate == RateLimit(perSecond: 5, burst: 1))
        #expect(try policy("broadcast-rate", "1k/50").floodRate == RateLimit(perSecond: 1000, burst: 50))
        #expect(try policy("rate", "8M/80k").rate == RateLimit(perSecond: 1e6, burst: 10_000))
        #expect(try policy("rate", "1G").rate == RateLimit(perSecond: 125e6, burst: 12.5e6))
        #expect(try policy("rate", "1M").rate == RateLimit(perSecond: 125e3, burst: 65_536))
        #expect(try policy("frame-rate", "20k").frameRate == RateLimit(perSecond: 20_000, burst: 2_000))
        #expect(try policy("loop-guard", "30").loopGuard == .seconds(30))
    }

    @Test func `every number has a least and a greatest`() throws {
        #expect(try policy("max-addresses", "1").addressLimit == 1)
        #expect(try policy("max-addresses", "1048576").addressLimit == 1_048_576)
        #expect(try policy("loop-guard", "1").loopGuard == .seconds(1))
        #expect(try policy("loop-guard", "86400").loopGuard == .seconds(86_400))
        #expect(try policy("tags", "0,4094,7-7").tags == VLANSet([0...0, 4094...4094, 7...7]))
        #expect(try policy("tags", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16").tags != nil)
        #expect(try policy("ethertypes", "0x0600").etherTypes == EtherTypeSet([EtherType(rawValue: 0x0600)]))
        #expect(try policy("ethertypes", "0xffff").etherTypes == EtherTypeSet([EtherType(rawValue: 0xffff)]))
        #expect(try policy("frame-rate", "1").frameRate == RateLimit(perSecond: 1, burst: 1))
        #expect(try policy("frame-rate", "1000000000000").frameRate == RateLimit(perSecond: 1e12, burst: 1e11))
        #expect(try policy("frame-rate", "1/1").frameRate == RateLimit(perSecond: 1, burst: 1))
        #expect(try policy("frame-rate", "10/999").frameRate == RateLimit(perSecond: 10, burst: 999))
        // A burst of a tenth of a second, or of one of the longest frames where that is more.
        #expect(try policy("rate", "5242880").rate == RateLimit(perSecond: 655_360, burst: 65_536))
        #expect(try policy("rate", "5242960").rate == RateLimit(perSecond: 655_370, burst: 65_537))
        #expect(try policy("frame-rate", "11").frameRate == RateLimit(perSecond: 11, burst: 1.1))
    }

    @Test(arguments: PortPolicy.settings)
    func `every setting can be changed back`(name: String) throws {
        var policy = PortPolicy()
        let values = [
            "policy": ("off", "enforce"), "max-addresses": ("1", "none"), "anti-spoofing": ("on", "off"),
            "tags": ("none", "all"), "isolate": ("on", "off"), "ethertypes": ("arp", "all"),
            "broadcast-rate": ("1", "none"),
            "rate": ("1", "none"), "frame-rate": ("1", "none"), "loop-guard": ("1", "none"),
        ]
        let (first, second) = try #require(values[name])
        try policy.set(name, to: first)
        #expect(policy != PortPolicy())
        try policy.set(name, to: second)
        #expect(policy == PortPolicy())
    }

    @Test(arguments: [
        ("policy", "on"), ("policy", ""), ("max-addresses", "0"), ("max-addresses", "-1"), ("max-addresses", "+1"),
        ("max-addresses", "1048577"), ("max-addresses", "off"), ("anti-spoofing", "yes"), ("isolate", ""),
        ("tags", ""), ("tags", "off"), ("tags", "10,"), ("tags", "4095"), ("tags", "1-4095"), ("tags", "-1"),
        ("tags", "20-10"), ("tags", "1-2-3"), ("tags", "1-"), ("tags", "1 "), ("tags", "none,1"),
        ("tags", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17"), ("ethertypes", ""), ("ethertypes", "ipv4,"),
        ("ethertypes", "0x5ff"), ("ethertypes", "0x05ff"),
        ("ethertypes", "ip"), ("ethertypes", "0x+800"), ("broadcast-rate", "0"), ("broadcast-rate", "1/0"),
        ("broadcast-rate", "1/"), ("broadcast-rate", "/1"), ("broadcast-rate", "1/2/3"), ("rate", "M"), ("rate", "1m"),
        ("rate", "1.5M"), ("rate", "9999999999999999999999"), ("frame-rate", "0"), ("loop-guard", "0"),
        ("loop-guard", "86401"), ("loop-guard", "²"), ("frame-rate", "1000000000001"), ("ethertypes", "0x00800"),
        ("ethertypes", "0x800"), ("ethertypes", "1x0800"), ("max-addresses", "2097152"),
        ("loop-guard", "1s"),
    ])
    func `what makes no sense is refused`(name: String, value: String) throws {
        var policy = PortPolicy()
        #expect {
            try policy.set(name, to: value)
        } throws: { error in
            guard case PolicyError.invalidValue(value, name, _) = error else { return false }
            return "\(error)".contains("'\(name)'")
        }
        #expect(policy == PortPolicy())
    }

    @Test func `a setting that does not exist is refused, with those that do`() {
        #expect(throws: PolicyError.unknownSetting("max-adresses")) { try policy("max-adresses", "1") }
        #expect(PolicyError.unknownSetting("x").description.contains("max-addresses"))
    }
}
