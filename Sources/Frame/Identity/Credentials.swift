/// What a peer presents to prove who it is.
///
/// It may present several proofs; an authenticator takes the one it knows.
public struct Credentials: Sendable, Equatable {
    /// A name and a password (RFC 7617).
    public struct Basic: Sendable, Equatable {
        /// The user's name.
        public let user: String
        /// The user's password.
        public let password: Secret

        /// Makes a pair of its parts.
        public init(user: String, password: Secret) {
            self.user = user
            self.password = password
        }
    }

    /// A name and a password, if presented.
    public var basic: Basic?
    /// A token that admits whoever bears it (RFC 6750), if presented.
    public var bearer: Secret?
    /// The certificate that the peer has proved to own, if it showed one that a trusted authority vouches for.
    public var certificate: PeerCertificate?

    /// The kinds of proof that there are.
    public struct Kinds: OptionSet, Hashable, Sendable {
        /// One bit a kind.
        public let rawValue: UInt8

        /// Makes a set of its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A name and a password.
        public static let basic = Kinds(rawValue: 1 << 0)
        /// A token.
        public static let bearer = Kinds(rawValue: 1 << 1)
        /// A certificate.
        public static let certificate = Kinds(rawValue: 1 << 2)
    }

    /// Makes credentials of their parts.
    public init(basic: Basic? = nil, bearer: Secret? = nil, certificate: PeerCertificate? = nil) {
        self.basic = basic
        self.bearer = bearer
        self.certificate = certificate
    }

    /// Nothing.
    public static let none = Credentials()

    /// A name and a password.
    public static func basic(user: String, password: Secret) -> Credentials {
        Credentials(basic: Basic(user: user, password: password))
    }

    /// A token.
    public static func bearer(_ token: Secret) -> Credentials { Credentials(bearer: token) }
}
