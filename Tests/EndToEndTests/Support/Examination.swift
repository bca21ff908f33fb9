import Testing

/// What `etherws check` found.
struct Examination: CustomStringConvertible {
    let exitCode: Int32
    /// All that was printed.
    let description: String
    /// How each step ended, by its name, and what there was to say; of the server that was looked at last.
    private let steps: [String: (verdict: String, text: String)]

    init(_ outcome: Outcome) {
        exitCode = outcome.exitCode
        description = outcome.output + outcome.errors
        steps = outcome.output.split(separator: "\n").reduce(into: [:]) { steps, line in
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count >= 2 else { return }
            steps[String(words[0])] = (String(words[1]), words.count == 3 ? String(words[2]) : "")
        }
    }

    /// How a step ended: `ok`, `failed`, `skipped`, `-` or `?`.
    func verdict(_ step: String) -> String? { steps[step]?.verdict }

    /// What there is to say of a step.
    func text(_ step: String) -> String { steps[step]?.text ?? "" }

    /// Expects that the way ends at a step, with these words, and as a client would end.
    func expectFailure(
        of step: String,
        _ words: String...,
        exitCode expected: Int32,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(exitCode == expected, "\(self)", sourceLocation: location)
        #expect(verdict(step) == "failed", "\(self)", sourceLocation: location)
        for word in words { #expect(text(step).contains(word), "\(self)", sourceLocation: location) }
        #expect(verdict("network") == "skipped", "\(self)", sourceLocation: location)
    }
}

extension Host {
    /// Runs `etherws check` to its end.
    func check(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = ""
    ) async throws -> Examination {
        let process = try start([Machine.etherws, "check"] + arguments, environment: environment)
        return Examination(try await process.outcome(reading: input))
    }

    /// Runs `etherws check` to its end.
    func check(_ arguments: String..., input: String = "") async throws -> Examination {
        try await check(arguments, input: input)
    }
}
