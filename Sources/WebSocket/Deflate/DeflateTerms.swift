/// The parameters of one permessage-deflate element, as they stand on the wire (RFC 7692 §7.1).
struct DeflateTerms: Hashable {
    /// What is said about the compression that one side does.
    struct Side: Hashable {
        /// `…_no_context_takeover` is there.
        var dropsContext = false
        /// `…_max_window_bits` is there.
        var namesWindow = false
        /// Its value; a client may leave it out, to say that it understands the parameter.
        var windowBits: Int?
    }

    static let name = "permessage-deflate"

    var client = Side()
    var server = Side()

    /// Nothing said.
    init() {}

    /// Reads the parameters of an element.
    ///
    /// - Returns: `nil` if it is another extension, or has a parameter that is unknown, repeated or out of range.
    init?(_ offer: ExtensionOffer) {
        guard offer.name == Self.name, Set(offer.parameters.map(\.name)).count == offer.parameters.count else {
            return nil
        }
        for parameter in offer.parameters {
            switch (parameter.name, parameter.value) {
            case ("client_no_context_takeover", nil): client.dropsContext = true
            case ("server_no_context_takeover", nil): server.dropsContext = true
            case ("client_max_window_bits", nil): client.namesWindow = true
            case ("client_max_window_bits", let value?):
                guard let bits = Self.windowBits(value) else { return nil }
                (client.namesWindow, client.windowBits) = (true, bits)
            case ("server_max_window_bits", let value?):
                guard let bits = Self.windowBits(value) else { return nil }
                (server.namesWindow, server.windowBits) = (true, bits)
            default: return nil
            }
        }
    }

    /// "A decimal integer value without leading zeroes between 8 to 15 inclusive" (RFC 7692 §7.1.2).
    private static func windowBits(_ text: String) -> Int? {
        (8...15).first { "\($0)" == text }
    }

    /// The element that says this.
    var offer: ExtensionOffer {
        var offer = ExtensionOffer(name: Self.name)
        for (role, side) in [("server", server), ("client", client)] {
            if side.dropsContext { offer.parameters.append(.init(name: "\(role)_no_context_takeover")) }
            if side.namesWindow {
                offer.parameters.append(.init(name: "\(role)_max_window_bits", value: side.windowBits.map { "\($0)" }))
            }
        }
        return offer
    }
}
