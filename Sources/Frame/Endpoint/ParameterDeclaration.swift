/// What is declared about one parameter of a component's URI, whatever the type of its value.
package struct ParameterDeclaration: Sendable {
    /// What a value is, beyond its text.
    enum Role: Sendable {
        /// It is what it says.
        case setting
        /// It is the path of a file that is read again, when it changes or for another connection.
        case file
        /// It is the path of a file that the component makes, and removes when it is closed.
        case ownFile
        /// It must not be seen.
        case secret
        /// It is the URI of another component, with parameters of its own.
        case component(ComponentKind)
    }

    /// The name, case-sensitive.
    package let name: String
    /// What may be written behind the `=`, as in `68-65517`, `on|off` or `FILE`.
    let values: String
    /// What the parameter means: a noun phrase with its unit.
    let help: String
    /// What holds if the parameter is not given; `nil` if that goes without saying.
    var standard: String?
    var role = Role.setting
    /// Whether it may be given more than once.
    var isRepeatable = false

    init(_ name: String, _ values: String, help: String, standard: String? = nil, role: Role = .setting) {
        (self.name, self.values, self.help) = (name, values, help)
        (self.standard, self.role) = (standard, role)
    }
}

extension [ParameterDeclaration] {
    /// The declarations of some parameters, in their order.
    package init<each Value: Sendable>(_ parameters: repeat URIParameter<each Value>) {
        self.init()
        repeat append((each parameters).declaration)
    }

    /// The one with this name.
    subscript(name: String) -> ParameterDeclaration? { first { $0.name.utf8.elementsEqual(name.utf8) } }
}
