/// What the URIs of a component may say, for the help and for all that is decided without the component itself.
public struct URIDeclaration: Sendable {
    /// What follows the scheme and its colon, as in `NAME` or `//HOST[:PORT]/PATH`.
    let form: String
    /// What such a URI names.
    let help: String
    /// The parameters, in the order in which help and errors list them.
    package let parameters: [ParameterDeclaration]

    /// Declares URIs.
    ///
    /// - Parameters:
    ///   - form: what follows the scheme and its colon, as in `NAME` or `//HOST[:PORT]/PATH`.
    ///   - help: what such a URI names: a noun phrase.
    ///   - parameters: all that the component takes. A registry refuses a URI with others.
    public init<each Value: Sendable>(
        _ form: String = "",
        help: String = "",
        _ parameters: repeat URIParameter<each Value>
    ) {
        self.init(form, help: help, parameters: [ParameterDeclaration](repeat each parameters))
    }

    /// Declares URIs, with parameters that several parts of a component take.
    package init(_ form: String, help: String, parameters: [ParameterDeclaration]) {
        (self.form, self.help, self.parameters) = (form, help, parameters)
    }

    /// Refuses a URI with a parameter that is not declared.
    func check(_ uri: EndpointURI) throws(EndpointURIError) {
        for parameter in uri.parameters where parameters[parameter.name] == nil {
            throw .unknownParameter(parameter.name, known: parameters.map(\.name))
        }
    }
}

extension URIDeclaration {
    /// The help for URIs of `scheme`, in lines of at most 80 columns.
    func text(scheme: String) -> String {
        var lines = ["\(scheme):\(form)"] + Self.wrapped(help, width: 76).map { "    \($0)" }
        for parameter in parameters {
            let subject = "\(parameter.name)=\(parameter.values)"
            var texts = Self.wrapped(parameter.sentence, width: 50)[...]
            let isShort = subject.count < 24
            lines.append(Self.row(subject, isShort ? texts.popFirst() : nil))
            lines += texts.map { Self.row("", $0) }
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ subject: String, _ text: String?) -> String {
        guard let text else { return "      \(subject)" }
        return "      " + subject + String(repeating: " ", count: 24 - subject.count) + text
    }

    /// Cuts a text into lines, between words.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        text.unicodeScalars.split(separator: " ").map { String($0) }.reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(word)
            }
        }
    }
}

extension ParameterDeclaration {
    /// What the parameter means, whether it may be repeated, and what holds without it.
    fileprivate var sentence: String {
        help + (isRepeatable ? "; may be repeated" : "") + (standard.map { " (default: \($0))" } ?? "")
    }
}
