import Testing

@testable import etherws

@Suite struct SubcommandNameTests {
    @Test("Names that exist pass", arguments: ["server", "client", "token", "check", "uris", "help"])
    func known(name: String) throws {
        try SubcommandName.check(name)
    }

    @Test(
        "A misspelt name gets a suggestion",
        arguments: [
            ("cleint", "client"), ("serve", "server"), ("servers", "server"), ("chekc", "check"), ("tokne", "token"),
            ("clent", "client"), ("clxxnt", "client"),
        ])
    func misspelt(word: String, name: String) {
        let error = #expect(throws: (any Error).self) { try SubcommandName.check(word) }
        #expect(
            error.map { Failure($0) }
                == Failure("Unknown subcommand '\(word)'. Did you mean '\(name)'?", .usage))
    }

    @Test("A word that is like none is answered by all", arguments: ["start", "", "clxxxt"])
    func strange(word: String) {
        let error = #expect(throws: (any Error).self) { try SubcommandName.check(word) }
        #expect(
            error.map { Failure($0).sentence }
                == "Unknown subcommand '\(word)'. There are 'server', 'client', 'token', 'check', 'uris', 'help'")
    }

    @Test("Options alone, and a subcommand behind options, are looked at as well")
    func order() throws {
        #expect(try ArgumentOrder.subcommandFirst(["--version"]) == ["--version"])
        #expect(try ArgumentOrder.subcommandFirst([]) == [])
        #expect(throws: (any Error).self) { try ArgumentOrder.subcommandFirst(["--debug", "sevrer"]) }
        #expect(throws: (any Error).self) { try ArgumentOrder.subcommandFirst(["sevrer", "--debug"]) }
    }
}
