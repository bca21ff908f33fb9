import Testing

@testable import Linux

@Suite("Locked value")
struct LockedTests {
    private final class Counter: Sendable { let value = Locked(0) }

    @Test("threads take turns")
    func turns() async {
        let counter = Counter()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1000 { counter.value.withLock { $0 += 1 } } }
            }
        }
        #expect(counter.value.withLock(\.self) == 8000)
    }

    @Test("an error gets out, and leaves the lock open")
    func errors() {
        let counter = Counter()
        #expect(throws: CancellationError.self) { try counter.value.withLock { _ in throw CancellationError() } }
        #expect(counter.value.withLock(\.self) == 0)
    }

    @Test("lets go of its value")
    func memory() {
        weak var value: Counter?
        do {
            let strong = Counter()
            value = strong
            let locked = Locked(strong)
            #expect(locked.withLock { $0 === strong })
        }
        #expect(value == nil)
    }
}
