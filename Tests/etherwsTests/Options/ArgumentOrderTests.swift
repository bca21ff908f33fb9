import ArgumentParser
import Testing

@testable import etherws

@Suite struct ArgumentOrderTests {
    @Test(
        "Global options before the subcommand move behind it, in their order",
        arguments: [
            ("server", "server"),
            ("--debug server", "server --debug"),
            ("--device tap0 server", "server --device tap0"),
            ("--device=tap0 --foreground client --uri ws://h/", "client --device=tap0 --foreground --uri ws://h/"),
            ("--loops 4 server", "server --loops 4"),
            ("--device server client", "client --device server"),
            (
                "--address 10.0.0.1/24 --mtu 1400 --up server --port 1",
                "server --address 10.0.0.1/24 --mtu 1400 --up --port 1"
            ),
            ("server --device tap0 --debug", "server --device tap0 --debug"),
        ]
    )
    func moves(before: String, after: String) throws {
        #expect(try ArgumentOrder.subcommandFirst(words(before)) == words(after))
    }

    @Test(
        "What is no global option stays where it is, for the parser to say so",
        arguments: [
            "", "--help", "--version", "--debug --help", "--port 80 server", "--debug --port 80 server", "-x server",
        ]
    )
    func leaves(line: String) throws {
        #expect(try ArgumentOrder.subcommandFirst(words(line)) == words(line))
    }

    @Test("Global options alone are told what is missing", arguments: ["--debug", "--device tap0", "--device"])
    func missingSubcommand(line: String) {
        #expect(throws: ValidationError.self) { try ArgumentOrder.subcommandFirst(words(line)) }
    }

    @Test("Every global option is known to both subcommands", arguments: ["server", "client --uri ws://h/"])
    func known(subcommand: String) throws {
        let values = [
            "--mtu": "1400", "--address": "10.0.0.1/24", "--handover": "3", "--loops": "2", "--sandbox": "warn",
        ]
        let options = ArgumentOrder.options.flatMap { [$0, values[$0] ?? "x"] } + ArgumentOrder.flags
        let arguments = try ArgumentOrder.subcommandFirst(options + words(subcommand))
        let command = try #require(try EtherWSCommand.parseAsRoot(arguments) as? any NodeCommand)
        #expect(command.global.device == "x" && command.global.bridge == "x" && command.global.mtu == 1400)
        #expect(command.global.up && command.global.debug && command.global.foreground && command.global.loops == 2)
    }

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
