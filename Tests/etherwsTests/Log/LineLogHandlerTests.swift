import CLinux
import Logging
import Testing

@testable import etherws

@Suite struct LineLogHandlerTests {
    @Test("A message is one line with its metadata sorted behind it")
    func metadata() {
        #expect(
            lines { $0.info("joined", metadata: ["port": "7", "mac": "02:00:00:00:00:01"]) } == [
                "info joined mac=02:00:00:00:00:01 port=7"
            ])
    }

    @Test("Foreign text cannot forge a line")
    func forged() {
        #expect(
            lines { $0.warning("refused \("eve\netherws: info: admitted eve")") } == [
                "warning refused eve etherws: info: admitted eve"
            ])
    }

    @Test("Details are left out unless asked for")
    func level() {
        #expect(lines { $0.debug("detail") }.isEmpty)
        #expect(lines(level: .debug) { $0.debug("detail") } == ["debug detail"])
    }

    @Test("A logger's own metadata gives way to the message's")
    func precedence() {
        let lines = lines {
            var logger = $0
            logger[metadataKey: "port"] = "1"
            logger.info("a")
            logger.info("b", metadata: ["port": "2"])
        }
        #expect(lines == ["info a port=1", "info b port=2"])
    }

    @Test("syslog(3) has a priority for every level, the worse the lower")
    func priorities() {
        let priorities = Logger.Level.allCases.map(\.syslogPriority)
        #expect(priorities == [LOG_DEBUG, LOG_DEBUG, LOG_INFO, LOG_NOTICE, LOG_WARNING, LOG_ERR, LOG_CRIT])
        #expect(priorities == priorities.sorted(by: >))
    }

    private func lines(level: Logger.Level = .info, _ body: (Logger) -> Void) -> [String] {
        let log = RecordedLog()
        body(log.logger(level: level))
        return log.lines
    }
}
