import ArgumentParser
import Foundation
import Frame
import Testing

@testable import etherws

@Suite struct RequestOptionsTests {
    private func uri(_ arguments: String..., uri: String = "wss://h/") throws -> EndpointURI {
        var uri = try EndpointURI(uri)
        uri.parameters += try RequestOptions.parse(arguments).parameters(for: uri)
        return uri
    }

    @Test("Each option is a parameter of the URI")
    func parameters() throws {
        let uri = try uri(
            "--host", "a", "--sni", "b", "--origin", "c", "--unix", "/d", "--header", "X: 1", "--header", "Y:2")
        #expect(uri.parameters.map(\.name) == ["host", "sni", "origin", "unix", "header", "header"])
        #expect(uri.parameters.map(\.value) == ["a", "b", "c", "/d", "X: 1", "Y:2"])
    }

    @Test("Fields that are secret come from a file, a line each")
    func file() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("headers-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "Cookie: a=b\n\nX: 1\r\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(
            try uri("--header", "@" + path).parameters == [.init("header", "Cookie: a=b"), .init("header", "X: 1")])
        #expect(throws: Failure.self) { try self.uri("--header", "@/nonexistent") }
    }

    @Test("A file of secrets has 64 KiB at most", arguments: [(65_536, true), (65_537, false)])
    func length(count: Int, isRead: Bool) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("headers-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ("X: " + String(repeating: "x", count: count - 3)).write(toFile: path, atomically: true, encoding: .utf8)
        if isRead {
            #expect(try uri("--header", "@" + path).parameters.map(\.value.utf8.count) == [count])
        } else {
            #expect(throws: Failure.self) { try self.uri("--header", "@" + path) }
        }
    }

    @Test("There is no SNI without TLS")
    func plain() { #expect(throws: (any Error).self) { try uri("--sni", "x", uri: "ws://h/") } }
}
