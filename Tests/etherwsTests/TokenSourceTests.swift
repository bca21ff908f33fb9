import Foundation
import Frame
import Testing

@testable import etherws

@Suite struct TokenSourceTests {
    private func read(_ contents: String) throws -> Secret {
        let file = FileManager.default.temporaryDirectory.appending(path: "etherws-token-\(UUID())")
        try Data(contents.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try TokenSource(path: file.path).read()
    }

    @Test("The token is the first line")
    func token() throws {
        #expect(try read("secret\n") == "secret")
        #expect(try read("secret\r\nanother\n") == "secret")
    }

    @Test("A file without a token, or that is not there, is an error that names it")
    func errors() {
        for contents in ["\n", "\nsecret\n"] {
            let error = #expect(throws: Failure.self) { try read(contents) }
            #expect(error?.status == .usage)
            #expect(error?.description.contains("has no token on its first line") == true)
        }
        let error = #expect(throws: SystemError.self) { try TokenSource(path: "/nonexistent/token").read() }
        #expect(error?.description.contains("/nonexistent/token") == true)
    }
}
