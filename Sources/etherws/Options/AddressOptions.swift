import ArgumentParser

/// What `--address` may mean: where the server listens, as in the original, or the TAP interface's own address.
///
/// The two cannot be confused: an interface's address has a prefix length, as in `10.0.0.1/24`, and a socket's has none.
struct AddressOptions: Equatable {
    /// Where to listen; `nil` if it was not said.
    private(set) var listen: String?
    /// The TAP interface's own addresses, with their prefix lengths.
    let tap: [String]

    /// Sorts the values of `--address`.
    ///
    /// - Throws: `ValidationError` if there are two addresses to listen on.
    init(_ values: [String]) throws {
        tap = values.filter { $0.contains("/") }
        for value in values where !value.contains("/") {
            if let listen { throw ValidationError("There are two addresses to listen on, '\(listen)' and '\(value)'") }
            listen = value
        }
    }
}
