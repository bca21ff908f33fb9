import Foundation
import Frame
import Switching
import Testing

@testable import Node

@Suite struct PolicyFileTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("policy-\(UUID())").path

    private func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

    private func limit(_ number: Int) -> PortPolicies {
        var policy = PortPolicy()
        policy.addressLimit = number
        return PortPolicies(ofPrincipals: [Principal("alice"): policy])
    }

    @Test("What is wrong with a line is an error that names file and line")
    func invalid() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write("alice max-addresses=1\nbob max-addresses=x\n")
        let error = #expect(throws: PolicyFileError.self) { try PolicyFile(path: path).read(standard: PortPolicy()) }
        #expect(error.map { "\($0)".hasPrefix("'\(path)': line 2: ") } == true)
    }

    @Test("A file of 4 MiB is read, and a longer one is not", arguments: [(4_194_304, true), (4_194_305, false)])
    func length(count: Int, isRead: Bool) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let line = "alice max-addresses=1\n"
        try write(line + String(repeating: " ", count: count - line.utf8.count))
        if isRead {
            #expect(try PolicyFile(path: path).read(standard: PortPolicy()) == limit(1))
        } else {
            #expect(throws: PolicyFileError.tooLong(file: path)) {
                try PolicyFile(path: path).read(standard: PortPolicy())
            }
        }
    }

    @Test("A file that can be opened and not read is an error")
    func unreadable() {
        let error = #expect(throws: PolicyFileError.self) {
            try PolicyFile(path: "/proc/self/mem").read(standard: PortPolicy())
        }
        #expect(error.map { "\($0)" } == "cannot read '/proc/self/mem': Input/output error")
    }
}
