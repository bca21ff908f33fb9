import ArgumentParser
import Foundation
import Frame
import Testing

@testable import etherws

@Suite struct ProxyOptionsTests {
    private func parameters(
        _ arguments: [String],
        environment: [String: String] = [:],
        uri: String = "wss://h/"
    ) throws -> [EndpointURI.Parameter] {
        try ProxyOptions.parse(arguments)
            .parameters(for: EndpointURI(uri), in: ProcessEnvironment(variables: environment))
    }

    @Test("--proxy goes before the environment, and --no-proxy before both")
    func precedence() throws {
        let environment = ["https_proxy": "http://env:1"]
        #expect(try parameters([], environment: environment) == [.init("proxy", "http://env:1")])
        #expect(try parameters(["--proxy", "socks5://p"], environment: environment) == [.init("proxy", "socks5://p")])
        #expect(try parameters(["--no-proxy"], environment: environment) == [])
        #expect(throws: (any Error).self) { try parameters(["--no-proxy", "--proxy", "http://p"]) }
    }

    @Test("What the URI says about its way is not said again")
    func decided() throws {
        let environment = ["all_proxy": "http://env"]
        #expect(try parameters([], environment: environment, uri: "ws://h/?proxy=http://p") == [])
        #expect(try parameters([], environment: environment, uri: "ws://h/?unix=/x") == [])
    }

    @Test("A password in the environment moves to where it is hidden")
    func environmentPassword() throws {
        let parameters = try parameters([], environment: ["https_proxy": "alice:p%40ss@proxy:3128"])
        #expect(parameters == [.init("proxy", "http://alice@proxy:3128"), .init("proxy-password", "p@ss")])
        #expect(!"\(parameters)".contains("p@ss"))
    }

    @Test("A password on the command line is refused, and not repeated")
    func commandLinePassword() {
        let error = #expect(throws: (any Error).self) { try parameters(["--proxy", "http://alice:hunter2@p"]) }
        #expect(error.map { Failure($0) }?.status == .usage)
        #expect(error.map { !Failure($0).sentence.contains("hunter2") } == true)
        #expect(throws: (any Error).self) { try parameters(["--proxy", "http://alice@p"]) }
        #expect(throws: (any Error).self) {
            try ClientCommand.parse(["--uri", "ws://h/?proxy=http://a@p&proxy-password=x"]).plan()
        }
    }

    @Test("A malformed proxy is not repeated: a slash in a password makes one")
    func malformed() {
        for text in ["http://alice:hunter2/x@p", "http://alice:hun/ter2@p"] {
            let error = #expect(throws: (any Error).self) { try parameters([], environment: ["all_proxy": text]) }
            #expect(error.map { !Failure($0).sentence.contains("hun") } == true)
        }
    }

    @Test("It comes from the first line of a file")
    func passwordFile() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("proxy-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "hunter2\r\nmore\n".write(toFile: path, atomically: true, encoding: .utf8)
        let arguments = ["--proxy", "http://alice@p", "--proxy-password-file", path]
        #expect(try parameters(arguments) == [.init("proxy", "http://alice@p"), .init("proxy-password", "hunter2")])
        #expect(throws: Failure.self) { try parameters(arguments.dropLast() + [path + "-missing"]) }
        #expect(throws: (any Error).self) { try parameters(["--proxy-password-file", path]) }
    }
}
