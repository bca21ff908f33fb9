import Frame

extension [EndpointURI.Parameter] {
    /// The options that were given, under the names that a URI has for them.
    static func given(_ options: KeyValuePairs<String, (some CustomStringConvertible)?>) -> Self {
        options.compactMap { name, value in value.map { .init(name, "\($0)") } }
    }
}
