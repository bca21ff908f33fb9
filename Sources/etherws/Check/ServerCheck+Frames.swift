import Frame
import Transports

// What shows that a tunnel carries frames, without a device and without a word to anybody behind the server. That a frame was taken
// cannot be seen from here, but a ping behind it can be answered only by whoever has read the frame before.
extension ServerCheck {
    /// What is sent at once to see whether full TLS records and bursts pass, in bytes.
    private static let burst = 64 * 1024

    /// Sends a short frame, long ones, and waits for one of the network's.
    ///
    /// - Throws: why the link has ended.
    func exchange(over link: any EchoingLink) async throws {
        let probe = CheckFrame()
        let inbox = ProbeInbox(ignoring: probe.address)
        link.start(inbox)
        let isAnswering = try await send(probe.bytes(CheckFrame.shortest), as: .frame, over: link, inbox)
        let longest = limits.mtu + EthernetHeader.length + EthernetHeader.tagLength
        let count = max(1, Self.burst / longest)
        try await send(
            probe.bytes(longest), times: count, as: .largest, over: link, inbox, expectingAnswer: isAnswering)
        try await listen(inbox)
    }

    /// - Parameter isExpected: whether the lack of an answer is a failure: a peer that answers no pings at all breaks RFC 6455, but
    ///   some do, and carry frames.
    /// - Returns: whether the ping behind the frames was answered.
    @discardableResult
    private func send(
        _ frame: [UInt8],
        times count: Int = 1,
        as step: CheckStep,
        over link: any EchoingLink,
        _ inbox: ProbeInbox,
        expectingAnswer isExpected: Bool = false
    ) async throws -> Bool {
        begin(step)
        for _ in 0..<count { _ = link.send(frame.span.bytes) }
        let isAnswered = try await answersPing(link, inbox, within: isExpected ? limits.burst : limits.answer)
        guard isAnswered || !isExpected else {
            throw TransportError.unreachable("no answer to a ping behind frames of \(frame.count) bytes")
        }
        let sent = "\(count == 1 ? "a frame" : "\(count) frames") of \(frame.count) bytes sent"
        let text = sent + (isAnswered ? ", a ping behind answered" : "; the other end answers no pings")
        tell { $0.pass(step, text, as: isAnswered ? .passed : .unknown, at: $1) }
        return isAnswered
    }

    private func answersPing(
        _ link: any EchoingLink,
        _ inbox: ProbeInbox,
        within limit: Duration
    ) async throws -> Bool {
        let news = Expectation(on: loop)
        var isAnswered = false
        inbox.atNews { [weak inbox] in if inbox?.end != nil { news.meet() } }
        if inbox.end != nil { news.meet() }
        link.ping {
            isAnswered = true
            news.meet()
        }
        _ = await news.wait(limit)
        try Task.checkCancellation()
        if let end = inbox.end { throw end }
        return isAnswered
    }

    /// Waits for a frame that somebody sends to everybody, as most networks do now and then; a quiet one is none the worse.
    private func listen(_ inbox: ProbeInbox) async throws {
        begin(.network)
        liftDeadline()
        let news = Expectation(on: loop)
        inbox.atNews { news.meet() }
        if inbox.first != nil || inbox.end != nil { news.meet() }
        _ = await news.wait(limits.listening)
        if let end = inbox.end { throw end }
        tell { report, time in
            guard let first = inbox.first else {
                return report.pass(.network, "no frame yet, as in a network that is quiet", as: .unknown, at: time)
            }
            return report.pass(.network, "a frame of \(first.byteCount) bytes, type \(first.type)", at: time)
        }
    }

    private func begin(_ step: CheckStep) {
        tell { report, time in
            report.begin(step, at: time)
            return []
        }
    }
}
