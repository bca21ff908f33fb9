/// The help of a subcommand, in the order in which people need it.
enum HelpText {
    /// Puts the options without a group, which the argument parser shows last, in front of all groups.
    static func everydayFirst(_ help: String) -> String {
        let text = help.lastIndex { $0 != "\n" }.map { help[...$0] } ?? ""
        var sections = text.split(separator: "\n\n", omittingEmptySubsequences: false)
        guard let everyday = sections.firstIndex(where: { $0.hasPrefix("OPTIONS:\n") }),
            let group = sections.firstIndex(where: { $0.hasPrefix("OPTIONS FOR ") || $0.hasPrefix("GLOBAL OPTIONS:\n") }
            ),
            group < everyday
        else { return help }
        sections.insert(sections.remove(at: everyday), at: group)
        return sections.joined(separator: "\n\n")
    }
}
