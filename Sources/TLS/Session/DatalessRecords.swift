/// Counts the TLS records that carry no data, of which a connection may have only a few: a KeyUpdate (RFC 8446 §4.6.3) takes as long as
/// six records with a byte of data, and no peer needs many.
///
/// A peer may send 32 of them, and one more for each 16 records with data.
struct DatalessRecords {
    /// The most records without data, beyond those that data pays for.
    static let limit = 32
    /// Records with data that pay for one without.
    static let price = 16

    /// Records so far, with and without data.
    private(set) var count = 0
    private var debt = 0

    /// A record begins.
    ///
    /// - Returns: `false` if there have been too many without data before it.
    mutating func begin() -> Bool {
        guard debt < (Self.limit + 1) * Self.price else { return false }
        debt += Self.price
        count += 1
        return true
    }

    /// The record was one with data.
    mutating func foundData() { debt = max(0, debt - Self.price - 1) }
}
