import ArgumentParser
import Testing

@testable import etherws

@Suite struct HelpTextTests {
    @Test("Everyday options come before the groups, in their order", arguments: [0, 1])
    func order(index: Int) throws {
        let command: any NodeCommand.Type = [ServerCommand.self, ClientCommand.self][index]
        let help = HelpText.everydayFirst(EtherWSCommand.helpMessage(for: command))
        let sections = help.split(separator: "\n\n").compactMap {
            $0.wholeMatch(of: /(?s)([A-Z ,]*OPTIONS[A-Z ,]*):\n.*/)?.1
        }
        #expect(sections.prefix(2) == ["OPTIONS", "GLOBAL OPTIONS"])
        #expect(sections.count > 4)
        #expect(help.hasPrefix("OVERVIEW: ") && !help.hasSuffix("\n"))
    }

    @Test("No line is lost")
    func whole() {
        let help = EtherWSCommand.helpMessage(for: ServerCommand.self)
        let lines = { (text: String) in text.split(separator: "\n").sorted() }
        #expect(lines(HelpText.everydayFirst(help)) == lines(help))
    }

    @Test(
        "A text without groups stays as it is",
        arguments: [
            "", "\n", "2.0.0", "OVERVIEW: a\n\nOPTIONS:\n  -h\n", "OPTIONS:\n  -h\n\nOPTIONS FOR TLS:\n  --pin\n",
        ])
    func plain(text: String) {
        #expect(HelpText.everydayFirst(text) == text)
    }

    @Test("Examples can be copied at 80 columns")
    func width() {
        let commands: [any ParsableCommand.Type] = [EtherWSCommand.self] + EtherWSCommand.configuration.subcommands
        for command in commands {
            let examples = command.configuration.discussion.split(separator: "\n").filter { $0.hasPrefix("  etherws ") }
            #expect(!examples.isEmpty && examples.allSatisfy { $0.count <= 80 }, "\(examples)")
        }
    }
}
