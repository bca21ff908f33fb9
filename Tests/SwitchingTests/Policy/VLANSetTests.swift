import SwitchingSupport
import Testing

@testable import Switching

@Suite struct VLANSetTests {
    @Test func `it holds its ranges, with both ends`() throws {
        let set = try #require(VLANSet([10...10, 20...29]))
        #expect(
            [9, 10, 11, 19, 20, 29, 30].map { set.contains($0) } == [false, true, false, false, true, true, false])
    }

    @Test func `an empty set holds nothing, not even a tag with a priority alone`() throws {
        let set = try #require(VLANSet([]))
        #expect((0...4095).allSatisfy { !set.contains($0) })
    }

    @Test func `it is bounded`() {
        let ranges = (UInt16(0)..<17).map { $0...$0 }
        #expect(VLANSet(ranges) == nil)
        #expect(VLANSet(ranges.dropLast())?.contains(15) == true)
    }

    @Test func `sets of other ranges are others`() {
        #expect(VLANSet([1...2]) == VLANSet([1...2]))
        #expect(VLANSet([1...2]) != VLANSet([1...3]))
        #expect(VLANSet([0...2]) != VLANSet([1...2]))
        #expect(VLANSet([1...2, 1...2]) != VLANSet([1...2]))
        #expect(VLANSet([1...2]) != VLANSet([1...2, 1...2]))
    }
}
