/// What is wrong with a policy as it was written down.
package enum PolicyError: Error, Equatable, CustomStringConvertible {
    /// There is no such setting.
    case unknownSetting(String)
    /// The value makes no sense for the setting.
    case invalidValue(String, for: String, expected: String)
    /// The setting is given twice.
    case repeatedSetting(String)
    /// A word of a line is no setting.
    case notASetting(String)
    /// The line has no name, or one that no user can have.
    case invalidName
    /// The principal has a line already.
    case repeatedPrincipal(String)
    /// The bytes are not UTF-8, or hold control characters.
    case notText

    /// The error as a sentence.
    package var description: String {
        switch self {
        case .unknownSetting(let name):
            "there is no setting '\(name)'; there are \(PortPolicy.settings.joined(separator: ", "))"
        case .invalidValue(let value, let name, let expected): "'\(name)' is \(expected), not '\(value)'"
        case .repeatedSetting(let name): "'\(name)' is given twice"
        case .notASetting(let word): "'\(word)' is not of the form name=value"
        case .invalidName: "there is no proper name in front"
        case .repeatedPrincipal(let name): "'\(name)' has a line already"
        case .notText: "it is not text in UTF-8"
        }
    }
}
