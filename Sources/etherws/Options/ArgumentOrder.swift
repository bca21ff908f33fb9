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
    /// - Throws: `ValidationError` if nothing follows, or a subcommand that does not exist.
    static func subcommandFirst(_ arguments: [String]) throws -> [String] {
        var index = arguments.startIndex
        while index < arguments.endIndex, let length = lengthOfOption(arguments[index]) { index += length }
        guard index < arguments.endIndex else {
            guard index > arguments.startIndex else { return arguments }
            throw ValidationError("A subcommand is missing: 'server', 'client', 'check' or 'token'")
        }
        guard !arguments[index].hasPrefix("-") else { return arguments }
        try SubcommandName.check(arguments[index])
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

/// The first word of the command line that is no option.
enum SubcommandName {
    /// All of them; the argument parser adds `help`.
    static let all: [String] = EtherWSCommand.configuration.subcommands.map { $0._commandName } + ["help"]

    /// Says which name was probably meant by one that does not exist.
    ///
    /// - Throws: `ValidationError` for such a name.
    static func check(_ word: String) throws {
        guard !all.contains(word) else { return }
        let nearest = all.map { (name: $0, distance: distance(Array(word.utf8), Array($0.utf8))) }
            .min { $0.distance < $1.distance }
        let hint = nearest.flatMap { $0.distance <= 2 ? "Did you mean '\($0.name)'?" : nil }
        throw ValidationError(
            "Unknown subcommand '\(word)'. \(hint ?? "There are \(all.map { "'\($0)'" }.joined(separator: ", "))")")
    }

    /// How many bytes have to be inserted, removed, replaced, or swapped with their neighbour to make one word of the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var cost = min(rows[i][j] + (a == b ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
