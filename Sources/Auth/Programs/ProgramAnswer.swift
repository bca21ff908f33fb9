import Frame

/// What a program's end and its output mean.
enum ProgramAnswer: Sendable, Equatable {
    /// The peer is this principal.
    case admitted(Principal)
    /// The peer is nobody.
    case refused
    /// The program did something else, and what: it has not decided.
    case undecided(String)

    /// - Parameters:
    ///   - status: the exit status; negative for the signal that ended it.
    ///   - output: all that it wrote.
    init(status: CInt, output: [UInt8]) {
        switch status {
        case 0: self = Self.answer(in: output)
        case 1: self = .refused
        case ..<0: self = .undecided("signal \(-status) ended it")
        default: self = .undecided("it exited with status \(status)")
        }
    }

    private static func answer(in output: [UInt8]) -> ProgramAnswer {
        guard let members = JSONLine.members(of: output) else {
            return .undecided("its output is not one line with a JSON object")
        }
        let names = members.filter { $0.name == "principal" }.map(\.value)
        guard names.count == 1 else { return .undecided("its output has not one 'principal'") }
        switch names[0] {
        case .null: return .refused
        case .string(let name):
            guard let principal = Principal(reading: name.utf8) else {
                return .undecided("its 'principal' is not a name")
            }
            return .admitted(principal)
        case .other: return .undecided("its 'principal' is neither a string nor null")
        }
    }
}
