import Frame
import Testing

@Suite struct ReadinessTests {
    @Test("Each kind is told from the others")
    func kinds() {
        let kinds: [Readiness] = [.read, .write, .failed]
        for kind in kinds {
            #expect(kinds.filter { $0.contains(kind) } == [kind])
            #expect(!Readiness().contains(kind))
        }
        #expect(kinds.map(\.rawValue) == [1, 2, 4])
        #expect(Readiness(kinds).subtracting(.read) == [.write, .failed])
    }
}
