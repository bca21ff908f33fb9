import ArgumentParser

/// Lets global options stand before the subcommand, where the parser knows none.
enum ArgumentOrder {
    /// Global options that a value follows.
    static let options: Set = [
        "--device", "--bridge", "--address", "--mtu", "--loops", "--run-as", "--sandbox", "--handover",
    ]
    /// Global options that stand alone.
    static let flags: Set = ["--up", "--foreground", "--debug"]

    /// Moves the global options that stand before the subcommand behind it.
    ///
    ///     --device tap0 --debug server --port 8080   →   server --device tap0 --debug --port 8080
    ///
    /// Where something else than a subcommand follows, the arguments are returned as they are: what is wrong with them is for
    /// the parser to say.
    ///
    /// - Throws: `ValidationError` if nothing follows.
    static func subcommandFirst(_ arguments: [String]) throws -> [String] {
        var index = arguments.startIndex
        while index < arguments.endIndex, let length = lengthOfOption(arguments[index]) { index += length }
        guard index > arguments.startIndex else { return arguments }
        guard index < arguments.endIndex else {
            throw ValidationError("A subcommand is missing: 'server', 'client', 'check' or 'token'")
        }
        guard !arguments[index].hasPrefix("-") else { return arguments }
        return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
    }

    /// How many arguments the global option that `argument` begins takes up; `nil` if it begins none.
    private static func lengthOfOption(_ argument: String) -> Int? {
        if flags.contains(argument) { return 1 }
        if options.contains(argument) { return 2 }
        guard let equals = argument.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        return options.contains(String(argument[..<equals])) ? 1 : nil
    }
}
