import Glibc
import Linux
// Where the compiler may have found timespec first.
import SwiftOverlayShims
import Testing

@testable import Auth

/// By a clock that is far ahead, so that every stamp is conclusive and only a change of it makes the file be read again.
@Suite struct WatchedFileTests {
    let file: TemporaryFile
    let source: WatchedFile<HtpasswdFile>

    init() throws {
        file = try TemporaryFile(Line.ann + "\n")
        source = try HtpasswdFile.watched(file.path, now: { .sinceEpoch + .seconds(1_000_000) })
    }

    private func knows(_ user: String) async throws -> Bool { try await source.contents[user] != nil }

    @Test func `a file of another size is read again`() async throws {
        #expect(try await knows("ann"))
        try file.write(Line.bob + "\n\n")
        #expect(try await knows("bob"))
        #expect(try await !knows("ann"))
    }

    @Test func `another file of the same size is read again`() async throws {
        try file.replace(Line.bob + "\n")
        #expect(try await knows("bob"))
    }

    @Test func `a file of the same size and another date is read again`() async throws {
        try file.write(Line.bob + "\n")
        try file.age()
        #expect(try await knows("bob"))
    }

    @Test func `a file that became useless and then another is read again`() async throws {
        try file.write("")
        await #expect(throws: AuthError.self) { try await knows("ann") }
        try file.write(Line.bob)
        #expect(try await knows("bob"))
    }

    @Test func `what has not changed is not read again`() async throws {
        let readings = Counter()
        let counted = try WatchedFile(file.path, limit: 1_000, now: { .sinceEpoch + .seconds(1_000_000) }) {
            _ throws(AuthError) in readings.add()
        }
        for _ in 0..<3 { _ = try await counted.contents }
        #expect(readings.count == 1)
    }

    @Test func `what may have changed without a sign of it is read again each time`() async throws {
        let readings = Counter()
        let counted = try WatchedFile(file.path, limit: 1_000, now: { .zero }) {
            _ throws(AuthError) in readings.add()
        }
        for _ in 0..<3 { _ = try await counted.contents }
        #expect(readings.count == 4)
    }

    @Test(arguments: [(0, false), (999, false), (1000, false), (1001, true), (-5000, false)])
    func `a stamp is conclusive once it is a second old`(milliseconds: Int, isConclusive: Bool) throws {
        var status = stat()
        status.st_mtim = timespec(tv_sec: 1_000, tv_nsec: 500_000_000)
        status.st_ctim = timespec(tv_sec: 999, tv_nsec: 0)
        let now = Duration.milliseconds(1_000_500 + milliseconds)
        #expect(FileStamp(status).isConclusive(at: now) == isConclusive)
    }
}

private final class Counter: Sendable {
    private let value = Locked(0)

    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}
