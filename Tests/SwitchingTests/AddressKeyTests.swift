import Frame
import Testing

@testable import Switching

@Suite struct AddressKeyTests {
    @Test func `a key holds the VLAN above the address`() {
        #expect(AddressKey(MACAddress(rawValue: 0x0200_5e10_0001), vlan: 0x123).rawValue == 0x0123_0200_5e10_0001)
    }

    @Test func `no address and VLAN make the key that marks a free place`() {
        #expect(AddressKey(.broadcast, vlan: .max) != .none)
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
        var generator = SplitMix(seed: 7)
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
