import Conformance
import Glibc
import Switching
import Testing

@testable import Node

/// Where standard input is closed the first file that is opened has descriptor 0, as seen in processes of their own.
@Suite struct DescriptorZeroTests {
    @Test func `a policy file is read by descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            var path = Array("/tmp/etherws-zero-XXXXXX".utf8CString)
            let descriptor = mkstemp(&path)
            let line = "alice max-addresses=1\n"
            try #require(write(descriptor, line, line.utf8.count) == line.utf8.count)
            close(descriptor)
            let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            defer { unlink(name) }
            close(0)
            #expect(try PolicyFile(path: name).read(standard: PortPolicy()) != PortPolicies())
        }
    }

    @Test func `the host is watched through descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            let loop = ManualLoop(runsJobsInline: true)
            close(0)
            let watch = try NetworkWatch(on: loop) {}
            try await watch.open()
            await watch.close()
        }
    }
}
