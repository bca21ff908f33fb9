package import Frame

extension PeerAddress: ExpressibleByStringInterpolation {
    /// Reads `192.0.2.1:1000`, for tests to name hosts by; whatever else it is has no address.
    package init(stringLiteral text: String) {
        let octets = text.prefix { $0 != ":" }.split(separator: ".").compactMap { UInt8($0) }
        guard octets.count == 4, let address = IPAddress(bytes: octets) else {
            self = .unnamed(shownAs: text)
            return
        }
        self.init(host: .address(address), description: text)
    }
}
