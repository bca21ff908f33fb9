/// A parameter of a component's URI, declared once: its name, its values and its help.
///
/// The declaration feeds the parsing and its errors, the help, the redaction of secrets, and the files that a sandbox permits.
///
///     static let mtu = URIParameter.number("mtu", in: 68...65_517, help: "MTU in bytes")
///
///     let mtu = try uri.withParameters { try $0.take(Self.mtu) }
///
/// A parameter without a default has the value `nil` if the URI does not name it.
public struct URIParameter<Value: Sendable>: Sendable {
    /// What is declared, whatever the type of the value.
    package let declaration: ParameterDeclaration
    /// Makes the value of all texts that a URI gives the parameter: of none if it does not name it.
    let read: @Sendable (_ texts: [String]) throws(EndpointURIError) -> Value

    private init(
        _ declaration: ParameterDeclaration,
        reading read: @escaping @Sendable (_ texts: [String]) throws(EndpointURIError) -> Value
    ) {
        (self.declaration, self.read) = (declaration, read)
    }

    /// A parameter that may be given once.
    private init<Wrapped>(
        _ declaration: ParameterDeclaration,
        _ make: @escaping @Sendable (_ text: String) throws(EndpointURIError) -> Wrapped
    ) where Value == Wrapped? {
        self.init(declaration) { texts throws(EndpointURIError) in
            guard let text = texts.first else { return nil }
            guard texts.count == 1 else { throw .repeatedParameter(declaration.name) }
            return try make(text)
        }
    }

    /// The parameter, with a value for URIs that do not name it.
    private init(_ optional: URIParameter<Value?>, standard: Value) {
        self.init(optional.declaration) { texts throws(EndpointURIError) in try optional.read(texts) ?? standard }
    }

    /// The name, case-sensitive.
    package var name: String { declaration.name }

    /// What gives this parameter a value in a URI, for programs that make URIs of options.
    package func setting(_ value: some CustomStringConvertible) -> EndpointURI.Parameter {
        EndpointURI.Parameter(name, "\(value)")
    }

    /// What gives this parameter a value in a URI, if there is one.
    package func given(_ value: (some CustomStringConvertible)?) -> EndpointURI.Parameter? { value.map { setting($0) } }

    /// The text that `uri` gives this parameter; `nil` if it does not name it.
    package func value(in uri: EndpointURI) -> String? { uri.parameters.first { $0.isNamed(name) }?.value }

    /// The same parameter, for URIs that may name it more than once: its values, in their order.
    public func repeated<Wrapped>() -> URIParameter<[Wrapped]> where Value == Wrapped? {
        var declaration = declaration
        declaration.isRepeatable = true
        return URIParameter<[Wrapped]>(declaration) { texts throws(EndpointURIError) in
            var values: [Wrapped] = []
            for text in texts {
                if let value = try read([text]) { values.append(value) }
            }
            return values
        }
    }
}

extension URIParameter where Value == Int? {
    /// A whole number without a default.
    ///
    /// - Parameter standard: what holds instead if the URI does not name it, for the help.
    public static func number(
        _ name: String,
        in range: ClosedRange<Int>,
        standard: String? = nil,
        help: String
    ) -> Self {
        let values = "\(range.lowerBound)-\(range.upperBound)"
        return Self(ParameterDeclaration(name, values, help: help, standard: standard)) {
            text throws(EndpointURIError) in
            guard let value = Int(text), range.contains(value) else {
                throw .outOfRange(name, value: text, range: range)
            }
            return value
        }
    }
}

extension URIParameter where Value == Int {
    /// A whole number.
    public static func number(_ name: String, in range: ClosedRange<Int>, default standard: Int, help: String) -> Self {
        Self(URIParameter<Int?>.number(name, in: range, standard: "\(standard)", help: help), standard: standard)
    }
}

extension URIParameter where Value == Bool {
    /// A switch: `on` or `off`, and their usual synonyms; a name without a value is `on`.
    public static func toggle(_ name: String, default standard: Bool, help: String) -> Self {
        let declaration = ParameterDeclaration(name, "on|off", help: help, standard: standard ? "on" : "off")
        let optional = URIParameter<Bool?>(declaration) { text throws(EndpointURIError) in
            switch text.lowercased() {
            case "", "on", "yes", "true", "1": return true
            case "off", "no", "false", "0": return false
            default: throw .noChoice(name, value: text, choices: ["on", "off"])
            }
        }
        return Self(optional, standard: standard)
    }
}

extension URIParameter where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of several words.
    public static func choice(_ name: String, default standard: Value, help: String) -> Self {
        let choices = Value.allCases.map(\.rawValue)
        let declaration = ParameterDeclaration(
            name, choices.joined(separator: "|"), help: help, standard: standard.rawValue)
        let optional = URIParameter<Value?>(declaration) { text throws(EndpointURIError) in
            guard let value = Value(rawValue: text) else { throw .noChoice(name, value: text, choices: choices) }
            return value
        }
        return Self(optional, standard: standard)
    }
}

extension URIParameter where Value == String? {
    /// A text that the component itself makes sense of.
    ///
    /// - Parameters:
    ///   - form: what may be written, for the help, as in `ADDRESS` or `CIDR[,CIDR…]`.
    ///   - standard: what holds instead if the URI does not name it, for the help.
    public static func text(_ name: String, _ form: String, standard: String? = nil, help: String) -> Self {
        Self(ParameterDeclaration(name, form, help: help, standard: standard)) { $0 }
    }

    /// The path of a file that the component reads, again when it changes or for another connection.
    ///
    /// It stays readable in the sandbox, and the program warns if it is not.
    public static func file(_ name: String, help: String) -> Self {
        Self(ParameterDeclaration(name, "FILE", help: help, role: .file)) { $0 }
    }

    /// The path of a file that the component makes when it is opened, such as a Unix socket, and removes when it is closed.
    ///
    /// A transport owns it if it listens. The sandbox permits that it is removed.
    public static func ownFile(_ name: String, help: String) -> Self {
        Self(ParameterDeclaration(name, "PATH", help: help, role: .ownFile)) { $0 }
    }
}

extension URIParameter where Value == Secret? {
    /// A text that must not be seen: the URI hides it when it is printed.
    ///
    /// - Parameter form: what may be written, for the help.
    public static func secret(_ name: String, _ form: String = "SECRET", help: String) -> Self {
        Self(ParameterDeclaration(name, form, help: help, role: .secret)) { Secret($0) }
    }
}

extension URIParameter where Value == EndpointURI? {
    /// The URI of another component, which may declare files and secrets in turn.
    public static func component(_ name: String, _ kind: ComponentKind, help: String) -> Self {
        Self(ParameterDeclaration(name, "URI", help: help, role: .component(kind))) { text throws(EndpointURIError) in
            try EndpointURI(text)
        }
    }
}
