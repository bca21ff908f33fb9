/// Values by lower-case URI scheme.
struct SchemeMap<Value: Sendable>: Sendable {
    let kind: ComponentKind
    private var values: [String: Value] = [:]

    init(kind: ComponentKind) { self.kind = kind }

    var schemes: [String] { values.keys.sorted() }

    mutating func add(_ scheme: String, _ value: Value) throws(RegistryError) {
        let scheme = scheme.lowercased()
        guard EndpointURI.isScheme(scheme) else { throw .invalidScheme(kind, scheme: scheme) }
        guard values.updateValue(value, forKey: scheme) == nil else { throw .duplicate(kind, scheme: scheme) }
    }

    subscript(uri: EndpointURI) -> Value {
        get throws(RegistryError) {
            guard let value = values[uri.scheme] else { throw .unknown(kind, scheme: uri.scheme, available: schemes) }
            return value
        }
    }
}
