internal import Frame
internal import Linux

/// The hosts that are reached without a proxy: the value of `no_proxy`.
///
/// Its elements stand between commas or blanks: a name, which stands for all names within as well, with or without a dot in front; an
/// address; a network, as in `10.0.0.0/8`; each perhaps with a port behind a colon; or `*` for everything.
struct ProxyExceptions {
    private let elements: [Substring]

    init(_ text: String) {
        elements = text.lowercased().split { $0 == "," || $0.isWhitespace }.map { Substring($0) }
    }

    /// Whether the host, a name or an address without brackets, is one of them.
    ///
    /// A name is not looked up for that: the networks are for those who write addresses.
    func contain(host: String, port: UInt16) -> Bool {
        var name = host.lowercased()[...]
        if name.last == "." { name.removeLast() }
        let address = IPAddress(String(name))
        return elements.contains { element in
            if element == "*" { return true }
            let (pattern, wanted) = Self.portOff(element)
            guard wanted == nil || wanted == port else { return false }
            guard let address else { return Self.isName(name, within: pattern) }
            return NetworkPrefix(String(pattern))?.contains(address) == true
        }
    }

    private static func isName(_ name: Substring, within pattern: Substring) -> Bool {
        var suffix = pattern.drop { $0 == "*" || $0 == "." }
        if suffix.last == "." { suffix.removeLast() }
        return !suffix.isEmpty && (name == suffix || name.hasSuffix("." + suffix))
    }

    /// Cuts off a port, and the brackets around an IPv6 address.
    private static func portOff(_ element: Substring) -> (Substring, UInt16?) {
        if element.first == "[", let end = element.lastIndex(of: "]") {
            let rest = element[element.index(after: end)...]
            return (element[..<end].dropFirst(), rest.first == ":" ? UInt16(rest.dropFirst()) : nil)
        }
        // An IPv6 address without brackets has two colons at least, and no port.
        guard let colon = element.firstIndex(of: ":"), colon == element.lastIndex(of: ":"),
            let port = UInt16(element[element.index(after: colon)...])
        else { return (element, nil) }
        return (element[..<colon], port)
    }
}
