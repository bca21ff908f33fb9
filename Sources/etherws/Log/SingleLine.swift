extension StringProtocol {
    /// A name that a peer has given itself, cut so that there is room in the line for what is said about it.
    var shortened: String {
        unicodeScalars.count <= 128 ? String(self) : String(String.UnicodeScalarView(unicodeScalars.prefix(128))) + "…"
    }

    /// The text as one line that is safe to show: user names and reasons come from peers, who may send anything.
    ///
    /// Control characters, line separators and those that change the direction of writing become spaces; what is longer than
    /// 1,024 characters is cut.
    var singleLine: String {
        let scalars = unicodeScalars.lazy.map { $0.isShownInLine ? $0 : " " }
        var line = String(String.UnicodeScalarView(scalars.prefix(1024)))
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension Unicode.Scalar {
    fileprivate var isShownInLine: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
