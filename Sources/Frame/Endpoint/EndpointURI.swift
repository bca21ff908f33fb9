/// The name of a device, transport or authenticator: `scheme:[//[user[:password]@]host[:port]]path[?name=value&…]` (RFC 3986 §3).
///
/// All parts are percent-decoded; a `%` that no two hexadecimal digits follow stands for itself, so that `tap:ethws%d` may be
/// written as it is. Printing a URI hides its password and every parameter whose name speaks of a secret, and what its component
/// has declared as secret, if it comes from ``Registry/hidingSecrets(of:as:)``.
public struct EndpointURI: Sendable, Hashable {
    /// In lower case.
    public let scheme: String
    /// The user's name, if any.
    public var user: String?
    /// The user's password, if any.
    ///
    /// Hidden when printed.
    public var password: String?
    /// The host's name or address, an IPv6 address without its brackets; `nil` without `//`.
    public var host: String?
    /// The port, if one was given.
    public var port: UInt16?
    /// What follows the authority, or the scheme where there is no authority.
    ///
    /// May be empty.
    public var path: String
    /// The parameters, in the order they were written.
    public var parameters: [Parameter]

    /// One `name=value`; a name alone has an empty value.
    public struct Parameter: Sendable {
        /// The name, case-sensitive.
        public let name: String
        /// The value.
        public let value: String
        /// What is printed in the place of the value, by what the component has declared; `nil` if that hides nothing.
        var cover: String?

        /// Makes a parameter of its parts.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// Whether its name is this, byte for byte.
        package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }
    }

    /// Makes a URI of its parts, none of them percent-encoded.
    public init(
        scheme: String,
        host: String? = nil,
        port: UInt16? = nil,
        path: String = "",
        parameters: [Parameter] = []
    ) {
        self.scheme = scheme.lowercased()
        self.host = host
        self.port = port
        self.path = path
        self.parameters = parameters
    }

    /// Whether `text` has the form of a scheme: a letter, then letters, digits, `+`, `-` and `.` (RFC 3986 §3.1).
    package static func isScheme(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first.isASCIILetter else { return false }
        return text.utf8.allSatisfy {
            $0.isASCIILetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0)
        }
    }
}

extension EndpointURI.Parameter: Hashable {
    /// Whether both say the same, however they are printed.
    public static func == (left: Self, right: Self) -> Bool { left.name == right.name && left.value == right.value }

    /// Hashes what they say.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(value)
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
