import ArgumentParser
import Frame
import Testing

@testable import etherws

/// The numbers that `check` takes.
@Suite struct CheckLimitsTests {
    private func isTaken(_ option: String, _ value: Int) -> Bool {
        guard let command = try? EtherWSCommand.parseAsRoot(["check", "ws://h/", option, "\(value)"]) as? CheckCommand
        else { return false }
        return (try? command.plan(in: ProcessEnvironment(variables: [:]))) != nil
    }

    @Test(arguments: [("--mtu", 68, FrameSize.maximumMTU), ("--timeout", 1, 3600), ("--wait", 0, 3600)])
    func `a number has a least and a greatest value`(option: String, least: Int, greatest: Int) {
        let values = [least - 1, least, greatest, greatest + 1]
        #expect(values.map { isTaken(option, $0) } == [false, true, true, false])
    }
}
