import Frame
import Glibc
import Linux

@testable import Auth

/// Holds work up until it is opened.
final class Gate {
    private let reading: Descriptor
    private let writing: Descriptor

    init() throws {
        var ends: [CInt] = [-1, -1]
        _ = Glibc.pipe(&ends)
        reading = try Descriptor(ends[0], "pipe")
        writing = try Descriptor(ends[1], "pipe")
    }

    /// Returns once the gate is open, for whoever waits and whoever comes later.
    static func wait(for descriptor: CInt) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, -1) < 0, errno == EINTR {}
    }

    /// Has `workers` wait for the gate `count` times at once, and opens it when `expected` of them have been turned away.
    ///
    /// - Returns: how many were turned away in all.
    func turnedAway(by workers: BoundedWorkers, of count: Int, expecting expected: Int) async throws -> Int {
        let (descriptor, key) = (reading.rawValue, writing.rawValue)
        return try await withThrowingTaskGroup { group in
            for _ in 0..<count {
                group.addTask {
                    do {
                        try await workers.run { Self.wait(for: descriptor) }
                        return 0
                    } catch is AuthenticatorBusy {
                        return 1
                    }
                }
            }
            var sum = 0
            while sum < expected, let one = try await group.next() { sum += one }
            _ = write(key, "o", 1)
            return try await group.reduce(into: sum) { $0 += $1 }
        }
    }
}
