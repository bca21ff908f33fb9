import ArgumentParser
import Testing

@testable import etherws

@Suite struct EtherWSCommandTests {
    @Test("Help shows examples before anything else")
    func examples() throws {
        for help in [
            EtherWSCommand.helpMessage(), EtherWSCommand.helpMessage(for: ServerCommand.self),
            EtherWSCommand.helpMessage(for: ClientCommand.self),
        ] {
            let examples = try #require(help.firstRange(of: "Examples:"))
            let usage = try #require(help.firstRange(of: "USAGE:"))
            #expect(examples.lowerBound < usage.lowerBound)
        }
    }

    @Test("The option by which the program speaks to itself is not for people")
    func hidden() {
        #expect(!EtherWSCommand.helpMessage(for: ServerCommand.self).contains("--handover"))
    }

    @Test(
        "Each subcommand has its options and defaults in the help", arguments: ["--device", "ethws%d", "--foreground"])
    func help(word: String) {
        #expect(EtherWSCommand.helpMessage(for: ServerCommand.self).contains(word))
        #expect(EtherWSCommand.helpMessage(for: ClientCommand.self).contains(word))
    }

    @Test("Help and version are no failures", arguments: [["--help"], ["--version"], ["server", "--help"], []])
    func success(arguments: [String]) {
        #expect(throws: (any Error).self) {
            do {
                var command = try EtherWSCommand.parseAsRoot(arguments)
                try command.run()
            } catch {
                #expect(EtherWSCommand.exitCode(for: error) == .success)
                throw error
            }
        }
    }

    @Test("An unknown option is named")
    func unknown() {
        do {
            _ = try EtherWSCommand.parseAsRoot(["server", "--prot", "80"])
            Issue.record("--prot was accepted")
        } catch {
            #expect(Failure(error).status == .usage)
            #expect(Failure(error).sentence.contains("--prot"))
        }
    }
}
