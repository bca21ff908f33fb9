import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Switching

@Suite struct AddressKeyTests {
    @Test func `a key holds the VLAN above the address`() {
        #expect(AddressKey(MACAddress(rawValue: 0x0200_5e10_0001), vlan: 0x123).rawValue == 0x0123_0200_5e10_0001)
    }

    @Test func `no address and VLAN make the key that marks a free place`() {
        #expect(AddressKey(.broadcast, vlan: .max) != .none)
    }

    @Test func `with bit 60 and no VLAN it stands for the address in any`() {
        for vlan: UInt16 in [0, 1, 0x7ff, 0x800, 0xfff] {
            let key = AddressKey(.station(7), vlan: vlan)
            #expect(!key.isOfAnyVLAN)
            #expect(key.address == .station(7))
            let any = AddressKey(anyVLANOf: key)
            #expect(any.isOfAnyVLAN)
            #expect(any.rawValue == 1 << 60 | MACAddress.station(7).rawValue)
        }
        #expect(AddressKey(.station(7), vlan: 0xf005) == AddressKey(.station(7), vlan: 5))
    }

    @Test func `no hash loses bits for good: its numbers are odd`() {
        let keys = (1...4).map { AddressKey(.station($0), vlan: 1) }
        for (even, odd) in [(4, 5), (6, 7), (0, 1)] as [(UInt64, UInt64)] {
            #expect(keys.map { KeyedHash(even, 9)($0) } == keys.map { KeyedHash(odd, 9)($0) })
            #expect(keys.map { KeyedHash(9, even)($0) } == keys.map { KeyedHash(9, odd)($0) })
        }
    }

    @Test func `two hashes agree only if they drew the same numbers`() {
        let key = AddressKey(.station(1), vlan: 1)
        let hash = KeyedHash(5, 7)(key)
        #expect(hash == KeyedHash(5, 7)(key))
        #expect(hash != KeyedHash(5, 9)(key))
    }

    /// Patterns that an attacker, or a row of virtual machines, would use.
    @Test(arguments: [0, 8, 16, 24, 32, 40, 48])
    func `addresses that differ in a few bits spread over all places`(shift: Int) {
        var generator = SeededGenerator(seed: 7)
        let hash = KeyedHash(generator.next(), generator.next())
        let bits = shift == 48 ? 12 : 8
        var places: Set<UInt64> = []
        for number in 0..<(UInt64(1) << UInt64(bits)) {
            let pattern = number << UInt64(shift)
            places.insert(hash(AddressKey(MACAddress(rawValue: pattern), vlan: UInt16(pattern >> 48))) & 0xffff)
        }
        // As many as at random, less six standard deviations.
        let expected = Double(1 << bits) * (1 - Double(1 << bits) / 131_072)
        #expect(Double(places.count) > expected - 6 * (Double(1 << bits) - expected).squareRoot() - 1)
    }
}
