/// The number that the program leaves behind, where `sysexits.h` has one by its name.
struct ExitStatus: RawRepresentable, Hashable, Sendable {
    let rawValue: CInt

    /// Done.
    static let success = ExitStatus(rawValue: 0)
    /// The command line, or a file or URI that it names, is wrong.
    static let usage = ExitStatus(rawValue: 64)
    /// The peer cannot be reached, or something that is needed is in use or used up.
    static let unreachable = ExitStatus(rawValue: 69)
    /// A bug of ours.
    static let ours = ExitStatus(rawValue: 70)
    /// Credentials, a certificate or the lack of a permission stood in the way.
    static let refused = ExitStatus(rawValue: 77)

    /// Ended by a signal, in good order: what a shell reports for a program that the signal killed.
    static func signal(_ number: CInt) -> ExitStatus { ExitStatus(rawValue: 128 + number) }
}
