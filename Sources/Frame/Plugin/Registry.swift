/// The components that a program knows, by kind and URI scheme.
///
/// A value: two registries never affect each other.
public struct Registry: Sendable {
    /// Makes a component of the URI that names it.
    ///
    /// Throws what is wrong with the URI.
    public typealias Factory<Component> = @Sendable (EndpointURI) throws -> Component

    /// Makes a component of others, which the registry knows by URIs that stand within its own.
    public typealias CompositeFactory<Component> = @Sendable (EndpointURI, Registry) throws -> Component

    /// A component's factory, and what its URIs may say.
    private struct Entry<Factory: Sendable>: Sendable {
        let declaration: URIDeclaration
        let make: Factory
    }

    private var devices = SchemeMap<Entry<Factory<any Device>>>(kind: .device)
    private var transports = SchemeMap<Entry<Factory<any Transport>>>(kind: .transport)
    private var authenticators = SchemeMap<Entry<CompositeFactory<any Authenticator>>>(kind: .authenticator)

    /// Makes a registry of what `plugins` bring.
    ///
    /// - Throws: ``RegistryError/duplicate(_:scheme:)`` if two bring the same scheme.
    public init(_ plugins: Plugin...) throws(RegistryError) {
        for plugin in plugins { try plugin.install(&self) }
    }

    /// Registers a device.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    /// - Parameter declaration: what its URIs may say; any other parameter is an error.
    public mutating func add(
        device scheme: String,
        declaring declaration: URIDeclaration = URIDeclaration(),
        _ make: @escaping Factory<any Device>
    ) throws(RegistryError) {
        try devices.add(scheme, Entry(declaration: declaration, make: make))
    }

    /// Registers a transport.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    /// - Parameter declaration: what its URIs may say; any other parameter is an error.
    public mutating func add(
        transport scheme: String,
        declaring declaration: URIDeclaration = URIDeclaration(),
        _ make: @escaping Factory<any Transport>
    ) throws(RegistryError) {
        try transports.add(scheme, Entry(declaration: declaration, make: make))
    }

    /// Registers an authenticator.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    /// - Parameter declaration: what its URIs may say; any other parameter is an error.
    public mutating func add(
        authenticator scheme: String,
        declaring declaration: URIDeclaration = URIDeclaration(),
        _ make: @escaping Factory<any Authenticator>
    ) throws(RegistryError) {
        try add(compositeAuthenticator: scheme, declaring: declaration) { uri, _ in try make(uri) }
    }

    /// Registers an authenticator that asks others.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    /// - Parameter declaration: what its URIs may say; any other parameter is an error.
    public mutating func add(
        compositeAuthenticator scheme: String,
        declaring declaration: URIDeclaration = URIDeclaration(),
        _ make: @escaping CompositeFactory<any Authenticator>
    ) throws(RegistryError) {
        try authenticators.add(scheme, Entry(declaration: declaration, make: make))
    }

    /// Makes the device that `uri` names.
    public func device(_ uri: EndpointURI) throws -> any Device {
        let entry = try devices[uri]
        return try entry.make(checked(uri, .device, entry.declaration))
    }

    /// Makes the transport that `uri` names.
    public func transport(_ uri: EndpointURI) throws -> any Transport {
        let entry = try transports[uri]
        return try entry.make(checked(uri, .transport, entry.declaration))
    }

    /// Makes the authenticator that `uri` names.
    public func authenticator(_ uri: EndpointURI) throws -> any Authenticator {
        let entry = try authenticators[uri]
        return try entry.make(checked(uri, .authenticator, entry.declaration), self)
    }

    private func checked(
        _ uri: EndpointURI,
        _ kind: ComponentKind,
        _ declaration: URIDeclaration
    ) throws(EndpointURIError) -> EndpointURI {
        try declaration.check(uri)
        return hidingSecrets(of: uri, as: kind)
    }

    /// The schemes registered for one kind of component, sorted.
    public func schemes(of kind: ComponentKind) -> [String] {
        switch kind {
        case .device: devices.schemes
        case .transport: transports.schemes
        case .authenticator: authenticators.schemes
        }
    }

    /// What the URIs of a scheme may say; `nil` if nothing is registered for it.
    package func declaration(of kind: ComponentKind, _ scheme: String) -> URIDeclaration? {
        let uri = EndpointURI(scheme: scheme)
        return switch kind {
        case .device: try? devices[uri].declaration
        case .transport: try? transports[uri].declaration
        case .authenticator: try? authenticators[uri].declaration
        }
    }
}

/// The kinds of component that a registry holds.
public enum ComponentKind: String, Sendable, CaseIterable {
    /// See ``Device``.
    case device
    /// See ``Transport``.
    case transport
    /// See ``Authenticator``.
    case authenticator
}
