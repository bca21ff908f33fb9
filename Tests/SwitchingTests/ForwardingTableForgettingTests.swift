import Frame
import Testing

@testable import Switching

@Suite struct ForwardingTableForgettingTests {
    /// In 1,024 places for 500 addresses many stand behind others that had their place first.
    @Test func `an address is forgotten wherever it stands, if it is behind the port`() {
        var table = ForwardingTableTests.table(capacity: 500)
        for number: UInt64 in 1...500 { table.learn(.station(number), vlan: 0, on: 7, at: .zero) }
        for number: UInt64 in 1...500 {
            let key = AddressKey(.station(number), vlan: 0)
            table.forget(key, on: 8)
            #expect(table.port(for: .station(number), vlan: 0, at: .zero) == 7)
            table.forget(key, on: 7)
            #expect(table.port(for: .station(number), vlan: 0, at: .zero) == nil)
            #expect(table.addressCount(at: .zero) == 500 - Int(number))
        }
        // One that was never there.
        table.forget(AddressKey(.station(501), vlan: 0), on: 7)
        #expect(table.addressCount(at: .zero) == 0)
    }
}
