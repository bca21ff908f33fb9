import Frame
internal import Streams
import Transports

/// Makes lines of what happens on the way to a server, told the time; prints nothing itself.
struct CheckReport {
    let server: CheckedServer
    private(set) var evidence = Evidence()
    /// What is under way, and since when.
    private var current: (step: CheckStep, start: Duration)?
    /// What there is no line of yet.
    private var rest = CheckStep.allCases[...]

    init(on server: CheckedServer) { self.server = server }

    /// Something has happened while the transport connects.
    mutating func note(_ event: DialEvent, at time: Duration) -> [CheckLine] {
        evidence.note(event)
        if case .began(let stage) = event { begin(CheckStep(stage), at: time) }
        guard let current, let text = words(for: event, in: current.step) else { return [] }
        var lines = pass(current.step, text, at: time)
        if case .upgraded = event { lines += [line(.login, .passed, loginWords)] }
        // The answer is one to what was presented, not to the request.
        if evidence.answer?.isAboutLogin == true { begin(.login, at: time) }
        return lines
    }

    /// A step begins, unless it is one that a proxy has us repeat.
    mutating func begin(_ step: CheckStep, at time: Duration) {
        guard rest.contains(step), step > current?.step ?? .options else { return }
        current = (step, time)
    }

    /// A step has come to its end.
    mutating func pass(
        _ step: CheckStep,
        _ text: String,
        as verdict: CheckLine.Verdict = .passed,
        at time: Duration
    ) -> [CheckLine] {
        let duration = current.map { time - $0.start }
        current = nil
        let absent = rest.filter { $0 < step && $0 != .options }.map {
            CheckLine(step: $0, verdict: .absent, text: absence(of: $0))
        }
        return absent + [line(step, verdict, text, duration)]
    }

    /// The step that is under way has failed, and those behind it are skipped.
    mutating func fail(_ error: any Error, at time: Duration) -> [CheckLine] {
        let step = current?.step ?? .options
        let cause = evidence.likelyCause(of: step, after: error, presenting: server.proofs)
        let text = Failure(error).sentence + (cause.map { " – \($0)" } ?? "")
        let lines = pass(step, text, as: .failed, at: time)
        defer { rest = [] }
        return lines + rest.map { CheckLine(step: $0, verdict: .skipped) }
    }

    private mutating func line(
        _ step: CheckStep,
        _ verdict: CheckLine.Verdict,
        _ text: String,
        _ duration: Duration? = nil
    ) -> CheckLine {
        rest = rest.drop { $0 <= step }
        return CheckLine(step: step, verdict: verdict, duration: duration, text: text)
    }
}

extension AnswerSummary {
    /// Whether it is what was presented that the server did not like.
    var isAboutLogin: Bool { status == 401 || status == 429 }
}
