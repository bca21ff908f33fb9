import Frame
import Glibc
import Testing

@testable import Linux

@Suite struct FileContentsTests {
    /// Has a file with so many bytes, each the low byte of its place.
    private func withFile(_ count: Int, _ body: (String, [UInt8]) throws -> Void) throws {
        var path = Array("/tmp/etherws-contents-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        defer { close(descriptor) }
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        try #require(write(descriptor, bytes, count) == count)
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(name) }
        try body(name, bytes)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
    func `a file is read whole, up to the limit, which it may reach`(count: Int) throws {
        try withFile(count) { path, bytes in
            for limit in [count, count + 1] {
                let contents = try FileContents.read(path, limit: limit)
                #expect(contents == bytes)
            }
            guard count > 0 else { return }
            #expect(throws: FileError.tooLong) { try FileContents.read(path, limit: count - 1) }
        }
    }

    @Test func `a file that is not there is an error that names it`() {
        let error = SystemError(call: "cannot read '/nowhere/a'", code: ENOENT)
        #expect(throws: FileError.unreadable(error)) { try FileContents.read("/nowhere/a", limit: 1) }
    }

    @Test func `a file that opens and cannot be read is an error that names it`() {
        let error = SystemError(call: "cannot read '/proc/self/mem'", code: EIO)
        #expect(throws: FileError.unreadable(error)) { try FileContents.read("/proc/self/mem", limit: 1) }
    }

    @Test func `a stream is read in the pieces in which it comes, to its end`() throws {
        var ends: [CInt] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        #expect(write(ends[1], "ab", 2) == 2 && write(ends[1], "c", 1) == 1)
        close(ends[1])
        let contents = try FileContents.read(ends[0], limit: 3)
        #expect(contents == Array("abc".utf8))
    }

    @Test func `a file is read by descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            close(0)
            let contents = try FileContents.read("/proc/self/comm", limit: 100)
            #expect(!contents.isEmpty)
        }
    }
}
