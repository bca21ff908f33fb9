import ArgumentParser

/// What `--address` may mean: where the server listens, as in the original, or the TAP interface's own address.
///
/// The two cannot be confused: an interface's address has a prefix length, as in `10.0.0.1/24`, and a socket's has none.
struct AddressOptions: Equatable {
    /// Where to listen; `nil` if it was not said.
    var listen: String?
    /// The TAP interface's own address, with its prefix length; `nil` if it was not said.
    var tap: String?

    /// Sorts the values of `--address`.
    ///
    /// - Throws: `ValidationError` if a kind is there twice.
    init(_ values: [String]) throws {
        for value in values {
            let part = value.contains("/") ? \AddressOptions.tap : \.listen
            if let first = self[keyPath: part] {
                throw ValidationError("--address is given twice: '\(first)' and '\(value)'.")
            }
            self[keyPath: part] = value
        }
    }
}
