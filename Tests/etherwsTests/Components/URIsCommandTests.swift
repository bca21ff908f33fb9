import ArgumentParser
import Frame
import Testing

@testable import etherws

@Suite struct URIsCommandTests {
    private let registry: Registry

    init() throws { registry = try .program() }

    @Test func `all schemes are listed by kind, in at most 80 columns`() throws {
        let text = try URIsCommand.text(of: registry)
        let lines = text.split(separator: "\n")
        #expect(
            lines.filter { !$0.hasPrefix(" ") } == [
                "DEVICES (--device):", "fd:NUMBER", "loopback:NAME", "tap:NAME",
                "TRANSPORTS (--uri):", "ws://HOST[:PORT]/PATH", "wss://HOST[:PORT]/PATH",
                "AUTHENTICATORS (--auth):", "certificate:[FILE]", "chain:", "exec:/PROGRAM", "htpasswd:FILE",
                "tokens:FILE",
            ])
        for line in lines { #expect(line.count <= 80, "\(line)") }
    }

    @Test func `the schemes that are asked for are listed`() throws {
        let text = try URIsCommand.text(of: registry, schemes: ["EXEC", "fd"])
        #expect(
            text == """
                DEVICES (--device):

                fd:NUMBER
                    TAP interface or datagram socket that the parent process has opened
                      mtu=68-65517            MTU in bytes: of the TAP interface, or of what is
                                              sent on the socket

                AUTHENTICATORS (--auth):

                exec:/PROGRAM
                    program that decides, asked by a line of JSON
                      timeout=1-30            seconds that a decision may take (default: 5)
                      parallel=1-64           processes of the program at once (default: 4)
                """)
    }

    @Test func `a scheme that does not exist is an error that lists those there are`() {
        let error = #expect(throws: (any Error).self) { try URIsCommand.text(of: registry, schemes: ["fd", "wsx"]) }
        #expect(
            error.map { Failure($0) }
                == Failure(
                    "Unknown scheme 'wsx'. There are fd, loopback, tap, ws, wss, certificate, chain, exec, htpasswd, tokens",
                    .usage))
    }

    @Test func `each scheme, and each parameter, has a help`() throws {
        for kind in ComponentKind.allCases {
            for scheme in registry.schemes(of: kind) {
                let declaration = try #require(registry.declaration(of: kind, scheme))
                #expect(registry.help(for: kind, scheme)?.contains("\n    ") == true, "\(scheme)")
                #expect(Set(declaration.parameters.map(\.name)).count == declaration.parameters.count, "\(scheme)")
            }
        }
    }
}
