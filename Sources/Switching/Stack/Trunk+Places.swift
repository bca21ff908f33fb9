/// What the forwarding table knows of an address behind a trunk: which trunk that is, and whose the address is there.
///
///     31 30        24 23                                   0
///     | 1 |  trunk   |               account               |
extension Trunk {
    /// The least place of a trunk: no port has one so high.
    static let firstPlace: UInt32 = 1 << 31

    /// Where the forwarding table finds addresses of one account behind this trunk.
    func place(of account: UInt32) -> UInt32 {
        Self.firstPlace | UInt32(index) << 24 | account & AddressAccount.greatestNumber
    }

    /// The account in a trunk's place.
    static func account(of place: UInt32) -> UInt32 { place & AddressAccount.greatestNumber }

    /// The trunk in a place, from 0.
    static func index(of place: UInt32) -> Int { Int((place & ~firstPlace) >> 24) }

    /// Whether both places are of one trunk.
    static func isSame(_ one: UInt32, _ other: UInt32) -> Bool {
        one >= firstPlace && one >> 24 == other >> 24
    }
}
