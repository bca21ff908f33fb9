import ArgumentParser
import Frame
import Testing

@testable import etherws

@Suite struct InheritedSocketsTests {
    private func descriptors(_ variables: [String: String]) -> [CInt] {
        InheritedSockets(ProcessEnvironment(variables: variables, processID: 17)).descriptors
    }

    @Test("They are numbered from 3 on")
    func numbers() {
        #expect(descriptors(["LISTEN_PID": "17", "LISTEN_FDS": "1"]) == [3])
        #expect(descriptors(["LISTEN_PID": "17", "LISTEN_FDS": "3"]) == [3, 4, 5])
        #expect(descriptors(["LISTEN_PID": "17", "LISTEN_FDS": "64"]) == Array(3...66))
    }

    @Test(
        "What is for another process, or no number, is nothing",
        arguments: [
            [:], ["LISTEN_FDS": "1"], ["LISTEN_PID": "17"], ["LISTEN_PID": "18", "LISTEN_FDS": "1"],
            ["LISTEN_PID": "17", "LISTEN_FDS": "0"], ["LISTEN_PID": "17", "LISTEN_FDS": "-1"],
            ["LISTEN_PID": "17", "LISTEN_FDS": "x"], ["LISTEN_PID": "17", "LISTEN_FDS": "65"],
            ["LISTEN_PID": "17 ", "LISTEN_FDS": "1"],
        ] as [[String: String]])
    func others(_ variables: [String: String]) { #expect(descriptors(variables) == []) }

    @Test("They go before a port, and exclude a path")
    func options() throws {
        let sockets = ProcessEnvironment(variables: ["LISTEN_PID": "1", "LISTEN_FDS": "2"], processID: 1)
        let options = try ListenOptions.parse([])
        #expect(try options.parameters(in: sockets) == [.init("descriptors", "3,4")])
        #expect(throws: (any Error).self) { try ListenOptions.parse(["--unix", "/x"]).parameters(in: sockets) }
        let none = ProcessEnvironment()
        #expect(none.processID == 0 && none.variables.isEmpty)
        #expect(try ListenOptions.parse(["--unix", "/x"]).parameters(in: none) == [.init("unix", "/x")])
        #expect(try ServerCommand.parse([]).plan(in: sockets) != ServerCommand.parse([]).plan())
    }
}
