/// What has come from a socket, and what of it was plaintext.
struct Arrival: Equatable {
    /// Bytes as they came: ciphertext, on `wss:`.
    private(set) var wire = 0
    /// TLS records.
    private(set) var records = 0
    /// Bytes of plaintext.
    private(set) var plaintext = 0

    mutating func add(wire: Int, records: Int, plaintext: Int) {
        self.wire += wire
        self.records += records
        self.plaintext += plaintext
    }
}
