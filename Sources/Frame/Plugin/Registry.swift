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

    private var devices = SchemeMap<Factory<any Device>>(kind: .device)
    private var transports = SchemeMap<Factory<any Transport>>(kind: .transport)
    private var authenticators = SchemeMap<CompositeFactory<any Authenticator>>(kind: .authenticator)

    /// Makes a registry of what `plugins` bring.
    ///
    /// - Throws: ``RegistryError/duplicate(_:scheme:)`` if two bring the same scheme.
    public init(_ plugins: Plugin...) throws(RegistryError) {
        for plugin in plugins { try plugin.install(&self) }
    }

    /// Registers a device.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    public mutating func add(device scheme: String, _ make: @escaping Factory<any Device>) throws(RegistryError) {
        try devices.add(scheme, make)
    }

    /// Registers a transport.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    public mutating func add(transport scheme: String, _ make: @escaping Factory<any Transport>) throws(RegistryError) {
        try transports.add(scheme, make)
    }

    /// Registers an authenticator.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    public mutating func add(
        authenticator scheme: String,
        _ make: @escaping Factory<any Authenticator>
    ) throws(RegistryError) {
        try authenticators.add(scheme) { uri, _ in try make(uri) }
    }

    /// Registers an authenticator that asks others.
    ///
    /// Schemes are case-insensitive (RFC 3986 §3.1).
    public mutating func add(
        compositeAuthenticator scheme: String,
        _ make: @escaping CompositeFactory<any Authenticator>
    ) throws(RegistryError) {
        try authenticators.add(scheme, make)
    }

    /// Makes the device that `uri` names.
    public func device(_ uri: EndpointURI) throws -> any Device { try devices[uri](uri) }

    /// Makes the transport that `uri` names.
    public func transport(_ uri: EndpointURI) throws -> any Transport { try transports[uri](uri) }

    /// Makes the authenticator that `uri` names.
    public func authenticator(_ uri: EndpointURI) throws -> any Authenticator { try authenticators[uri](uri, self) }

    /// The schemes registered for one kind of component, sorted.
    public func schemes(of kind: ComponentKind) -> [String] {
        switch kind {
        case .device: devices.schemes
        case .transport: transports.schemes
        case .authenticator: authenticators.schemes
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
