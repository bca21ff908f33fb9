/// A bundle of components that installs itself in a registry.
///
///     extension Plugin {
///         public static let token = Plugin { registry throws(RegistryError) in
///             try registry.add(authenticator: "token") { StaticToken($0) }
///         }
///     }
///
///     let registry = try Registry(.devices, .transports, .auth, .token)
public struct Plugin: Sendable {
    let install: @Sendable (inout Registry) throws(RegistryError) -> Void

    /// Makes a plug-in of the function that registers its components.
    public init(_ install: @escaping @Sendable (inout Registry) throws(RegistryError) -> Void) {
        self.install = install
    }
}
