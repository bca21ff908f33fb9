import Frame
import Reactor
import Streams
import Testing
import Transports

@testable import etherws

/// What a check waits for, and how long.
@Suite struct CheckWaitTests {
    @Test("The limits of a check have defaults")
    func limits() {
        let limits = CheckLimits()
        #expect(limits.mtu == 1500)
        #expect(
            [limits.total, limits.listening, limits.answer, limits.burst]
                == [30, 2, 5, 15].map { Duration.seconds($0) })
    }

    @Test("What was met before is not waited for")
    func expectation() async throws {
        let loop = try EpollLoop()
        let (met, missed) = (Expectation(on: loop), Expectation(on: loop))
        met.meet()
        #expect(await met.wait(.seconds(3_600)))
        #expect(!missed.isMet)
        await loop.stop(grace: .zero)
    }

    @Test("The first frame of another station counts, and how the link ended")
    func inbox() {
        let probe = CheckFrame()
        let inbox = ProbeInbox(ignoring: probe.address)
        var news = 0
        inbox.atNews { news += 1 }
        inbox.received(probe.bytes(60).span.bytes)
        inbox.received(([1, 2, 3] as [UInt8]).span.bytes)
        #expect(inbox.first == nil && news == 0)
        inbox.received(CheckFrame().bytes(61).span.bytes)
        inbox.received(CheckFrame().bytes(62).span.bytes)
        #expect(inbox.first == .init(byteCount: 61, type: EtherType(rawValue: 0x88b5)) && news == 1)
        #expect(inbox.end == nil)
        inbox.closed(nil)
        #expect(inbox.end as? TransportError == .unreachable("the other end has closed the connection"))
        #expect(news == 2)
    }

    @Test(
        "Answers of the login are those about it",
        arguments: [(400, false), (401, true), (402, false), (428, false), (429, true), (430, false)])
    func login(status: Int, isAboutLogin: Bool) { #expect(AnswerSummary(status: status).isAboutLogin == isAboutLogin) }
}
