/// One element of `Sec-WebSocket-Extensions`: a name, and parameters with or without values (RFC 6455 §9.1).
///
///     extension-list  = 1#extension
///     extension       = extension-token *( ";" extension-param )
///     extension-param = token [ "=" ( token / quoted-string ) ]
struct ExtensionOffer: Hashable {
    /// One parameter.
    struct Parameter: Hashable {
        var name: String
        var value: String?
    }

    var name: String
    var parameters: [Parameter] = []

    /// Reads all elements of a field, over all its lines.
    ///
    /// - Returns: `nil` if any of them breaks the grammar.
    static func parse(_ values: [String]) -> [ExtensionOffer]? {
        var offers: [ExtensionOffer] = []
        for value in values {
            var scanner = ExtensionScanner(value)
            guard let list = scanner.list() else { return nil }
            offers += list
        }
        return offers
    }
}

extension ExtensionOffer: CustomStringConvertible {
    /// The element as it goes on the wire.
    var description: String {
        parameters.reduce(name) { $0 + "; \($1.name)" + ($1.value.map { "=\($0)" } ?? "") }
    }
}
