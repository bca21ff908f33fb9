import Glibc
import Testing

@testable import Auth

/// Where standard input is closed the first file that is opened has descriptor 0, as seen in processes of their own.
@Suite struct DescriptorZeroTests {
    @Test func `a file is read by descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            let file = try TemporaryFile("ann")
            close(0)
            #expect(try BoundedFile(reading: file.path, limit: 3).bytes == Array("ann".utf8))
        }
    }
}
