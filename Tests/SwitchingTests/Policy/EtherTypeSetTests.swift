import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct EtherTypeSetTests {
    @Test func `it holds what it was made of`() throws {
        let set = try #require(EtherTypeSet([.ipv4, .arp]))
        #expect(set.contains(.ipv4))
        #expect(set.contains(.arp))
        #expect(!set.contains(.ipv6))
        #expect(!set.contains(.customerTag))
    }

    @Test(arguments: [0, 38, 1500, 0x05ff])
    func `lengths are in it all or none`(length: UInt16) {
        #expect(EtherTypeSet([.ipv4])?.contains(EtherType(rawValue: length)) == false)
        #expect(EtherTypeSet([.ipv4], hasLengths: true)?.contains(EtherType(rawValue: length)) == true)
    }

    @Test func `the least type is 0x0600`() {
        let least = EtherType(rawValue: 0x0600)
        #expect(EtherTypeSet([least])?.contains(least) == true)
        #expect(EtherTypeSet([], hasLengths: true)?.contains(least) == false)
        #expect(EtherTypeSet([])?.hasLengths == false)
    }

    @Test func `it is bounded`() {
        let types = (0..<17).map { EtherType(rawValue: 0x8800 + $0) }
        #expect(EtherTypeSet(types) == nil)
        #expect(EtherTypeSet(types.dropLast()) != nil)
    }

    @Test func `sets of other types are others`() {
        #expect(EtherTypeSet([.ipv4]) == EtherTypeSet([.ipv4]))
        #expect(EtherTypeSet([.ipv4]) != EtherTypeSet([.ipv6]))
        #expect(EtherTypeSet([.ipv4]) != EtherTypeSet([.ipv4, .ipv6]))
        #expect(EtherTypeSet([.ipv4, .ipv6]) != EtherTypeSet([.ipv4]))
        #expect(EtherTypeSet([.ipv4]) != EtherTypeSet([.ipv4], hasLengths: true))
    }
}
