import Frame
import Testing

@Suite struct OffloadDefaultsTests {
    @Test("A frame of which nothing is said has nothing left to do")
    func nothing() {
        let none = Offload()
        #expect(none == .none)
        #expect(none.segmentation == .none && none.required == [])
        #expect(!none.hasECN && !none.needsChecksum && !none.isChecksumValid && !none.losesSegment)
        let numbers = [none.headerLength, none.segmentSize, none.checksumStart, none.checksumOffset]
        #expect(numbers == [0, 0, 0, 0])
    }
}
