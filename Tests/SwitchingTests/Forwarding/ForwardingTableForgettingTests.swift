import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct ForwardingTableForgettingTests {
    private static let trunk = Trunk.firstPlace | 1 << 24
    private static let otherTrunk = Trunk.firstPlace | 2 << 24

    /// In 1,024 places for 500 addresses many stand behind others that had their place first.
    @Test func `an address is forgotten wherever it stands, if it is behind the trunk`() {
        let table = ForwardingTableTests.table(capacity: 500)
        for number: UInt64 in 1...500 { table.learn(.station(number), vlan: 0, on: Self.trunk, at: .zero) }
        for number: UInt64 in 1...500 {
            let key = AddressKey(.station(number), vlan: 0)
            table.forget(key, behind: Self.otherTrunk)
            #expect(table.port(for: .station(number), vlan: 0, at: .zero) == Self.trunk)
            table.forget(key, behind: Self.trunk)
            #expect(table.port(for: .station(number), vlan: 0, at: .zero) == nil)
            #expect(table.addressCount(at: .zero) == 500 - Int(number))
        }
        // One that was never there.
        table.forget(AddressKey(.station(501), vlan: 0), behind: Self.trunk)
        #expect(table.addressCount(at: .zero) == 0)
    }
}
