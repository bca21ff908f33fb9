import Foundation
import Glibc
import Testing

@testable import TLS

@Suite final class FileStampsTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("etherws-\(UUID().uuidString)")
        .path

    init() throws { try Data("one".utf8).write(to: URL(fileURLWithPath: path)) }

    deinit { unlink(path) }

    @Test func stayWhileNothingChanges() {
        #expect(FileStamps(of: [path, "/nonexistent"]) == FileStamps(of: [path, "/nonexistent"]))
    }

    @Test func showThatAFileWasWrittenReplacedOrRemoved() throws {
        var seen = [FileStamps(of: [path])]
        try Data("three".utf8).write(to: URL(fileURLWithPath: path))
        seen.append(FileStamps(of: [path]))
        try Data("seven".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        seen.append(FileStamps(of: [path]))
        unlink(path)
        seen.append(FileStamps(of: [path]))
        for (index, stamps) in seen.enumerated() { #expect(!seen[..<index].contains(stamps)) }
    }

    @Test func showThatAFileCannotBeReadAnyMore() async throws {
        let before = FileStamps(of: [path])
        // The kernel's clock for files is coarse: it moves on soon.
        while FileStamps(of: [path]) == before {
            try #require(chmod(path, 0) == 0)
            await Task.yield()
        }
    }
}
