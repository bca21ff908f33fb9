/// What has come from a socket, and what of it was plaintext.
package struct Arrival: Equatable {
    /// Bytes as they came: ciphertext, on `wss:`.
    package private(set) var wire = 0
    /// TLS records.
    package private(set) var records = 0
    /// Bytes of plaintext.
    package private(set) var plaintext = 0

    package init() {}

    package mutating func add(wire: Int, records: Int, plaintext: Int) {
        self.wire += wire
        self.records += records
        self.plaintext += plaintext
    }
}
