import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// What ports are to a table of which some ports are bound.
@Suite struct ClaimantTests {
    @Test func `a port may have what another has in another VLAN, unless it is bound`() {
        let table = ForwardingTableTests.table(capacity: 10)
        for place in 1...3 { table.holders.seat(AddressAccount(number: UInt32(place)), at: place) }
        table.keepOwners(at: .zero)
        let address = MACAddress.station(1)
        let claimants: [ForwardingTable.Claimant] = [.init(port: 1), .init(port: 2), .init(port: 3, isBound: true)]
        let claims = claimants.map { claimant in
            table.claim(AddressKey(address, vlan: UInt16(claimant.port)), by: claimant, at: .zero)
        }
        #expect(claims == [.added, .added, .heldElsewhere(by: 2)])
    }
}
