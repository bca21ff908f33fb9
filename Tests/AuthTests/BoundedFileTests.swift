import Testing

@testable import Auth

@Suite struct BoundedFileTests {
    /// A regular file that can be opened and not read: nothing is mapped at its beginning.
    @Test func `a file that cannot be read is an error`() {
        let path = "/proc/self/mem"
        #expect(throws: AuthError.unreadable(file: path, reason: "Input/output error")) {
            try BoundedFile(reading: path, limit: 10)
        }
    }
}
