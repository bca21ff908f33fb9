import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PortCountersTests {
    @Test(arguments: DropReason.allCases)
    func `every reason has a place of its own`(reason: DropReason) {
        var drops = DropCounts()
        drops[reason] += 3
        for other in DropReason.allCases { #expect(drops[other] == (other == reason ? 3 : 0)) }
        #expect(drops.total == 3)
        #expect(drops != DropCounts())
    }

    @Test func `equal counts are equal`() {
        var (one, other) = (DropCounts(), DropCounts())
        one[.runt] = 2
        other[.runt] = 2
        #expect(one == other)
    }
}
