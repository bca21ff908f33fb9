import CLinux
import Frame
import Glibc
import Testing

@testable import Confinement

@Suite struct ThreadSweepTests {
    /// What a sweep does, when each look finds the next of these threads, and takes so long.
    private final class Process {
        var looks: [[CInt]]
        let time: Duration
        var deeds: [String] = []

        init(_ looks: [[CInt]], each time: Duration = .zero) { (self.looks, self.time) = (looks, time) }

        func sweep() throws(SystemError) {
            var elapsed = Duration.zero
            let sweep = ThreadSweep(
                holders: { () throws(SystemError) in
                    guard !self.looks.isEmpty else { throw SystemError(call: "look", code: EIO, reason: "") }
                    elapsed += self.time
                    self.deeds.append("look")
                    return self.looks.removeFirst()
                },
                interrupt: { self.deeds.append("interrupt \($0)") },
                pause: { self.deeds.append("pause \($0 / .microseconds(1))") },
                elapsed: { elapsed })
            try sweep.run()
        }
    }

    @Test("Two looks that find nobody are enough, however long they take")
    func clean() throws {
        let process = Process([[], [], [], []], each: .seconds(60))
        try process.sweep()
        #expect(process.deeds == ["look", "look"])
    }

    @Test("Each thread that holds something is interrupted, has 200 µs, and is looked at again")
    func holders() throws {
        let process = Process([[7, 9], [9], [], []])
        try process.sweep()
        #expect(
            process.deeds == [
                "look", "interrupt 7", "interrupt 9", "pause 200.0", "look", "interrupt 9", "pause 200.0", "look",
                "look",
            ])
    }

    @Test("A thread that was begun behind the back of a look has everything looked at twice again")
    func newcomer() throws {
        let process = Process([[], [8], [], [], []])
        try process.sweep()
        #expect(process.deeds == ["look", "look", "interrupt 8", "pause 200.0", "look", "look"])
        #expect(process.looks.count == 1)
    }

    @Test("A thread that keeps something for ten seconds is named")
    func stubborn() {
        let process = Process([[3], [3], [3, 4], []], each: .milliseconds(3_334))
        let error = #expect(throws: SystemError.self) { try process.sweep() }
        #expect(error?.code == EPERM && error?.call == "give up the capabilities of thread 3")
        #expect(process.deeds.count { $0 == "interrupt 3" } == 2)
        #expect(throws: Never.self) { try Process([[3], [3], [3], [], []], each: .milliseconds(3_333)).sweep() }
        #expect(throws: SystemError.self) { try Process([[3], [], []], each: .seconds(10)).sweep() }
    }

    @Test("Threads that cannot be listed are an error")
    func noList() {
        let error = #expect(throws: SystemError.self) { try Process([[]]).sweep() }
        #expect(error?.code == EIO)
    }
}
