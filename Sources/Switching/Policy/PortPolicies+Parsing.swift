import Frame

extension PortPolicies {
    /// A line of a file that is wrong, and how.
    public struct LineError: Error, Equatable, CustomStringConvertible {
        /// Counts from 1.
        package let line: Int
        /// What is wrong with it.
        package let reason: PolicyError

        /// The error as a sentence.
        public var description: String { "line \(line): \(reason)" }
    }

    /// Reads the bytes of a file: a line for each principal, with its name and what is different for it from `standard`.
    ///
    ///     # Comments and blank lines do not count. A name that holds blanks stands in double quotes.
    ///     alice         anti-spoofing=off rate=100M/1M
    ///     "Bob's VMs"   max-addresses=64 ethertypes=ipv4,arp,ipv6
    ///
    /// - Throws: what is wrong with the first line that is: what is not understood must not be taken for permission.
    package init(standard: PortPolicy, parsing bytes: [UInt8]) throws(LineError) {
        self.init(standard: standard)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            do throws(PolicyError) { try add(line) } catch { throw LineError(line: index + 1, reason: error) }
        }
    }

    private mutating func add(_ line: ArraySlice<UInt8>) throws(PolicyError) {
        let line = line.last == 0x0d ? line.dropLast() : line
        guard String(validating: line, as: UTF8.self) != nil,
            !line.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f })
        else { throw .notText }
        let entry = line.drop(while: Self.isBlank)
        guard let first = entry.first, first != UInt8(ascii: "#") else { return }
        let (name, rest) = try Self.name(in: entry)
        guard let principal = Principal(reading: name) else { throw .invalidName }
        guard ofPrincipals[principal] == nil else { throw .repeatedPrincipal(principal.name) }
        ofPrincipals[principal] = try Self.policy(rest, from: standard)
    }

    /// Takes the name off the front of an entry.
    private static func name(
        in entry: ArraySlice<UInt8>
    ) throws(PolicyError) -> (name: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        let (quote, equals) = (UInt8(ascii: "\""), UInt8(ascii: "="))
        guard entry.first == quote else {
            let name = entry.prefix { !isBlank($0) }
            // A setting without a name would make it one.
            guard !name.contains(equals), !name.contains(quote) else { throw .invalidName }
            return (name, entry[name.endIndex...])
        }
        let quoted = entry.dropFirst()
        guard let end = quoted.firstIndex(of: quote) else { throw .invalidName }
        let rest = quoted[(end + 1)...]
        guard rest.first.map(isBlank) ?? true else { throw .invalidName }
        return (quoted[..<end], rest)
    }

    private static func policy(_ text: ArraySlice<UInt8>, from standard: PortPolicy) throws(PolicyError) -> PortPolicy {
        var (policy, seen): (PortPolicy, Set<String>) = (standard, [])
        for word in text.split(whereSeparator: isBlank) {
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else {
                throw .notASetting(String(decoding: word, as: UTF8.self))
            }
            let name = String(decoding: word[..<equals], as: UTF8.self)
            guard seen.insert(name).inserted else { throw .repeatedSetting(name) }
            try policy.set(name, to: String(decoding: word[(equals + 1)...], as: UTF8.self))
        }
        return policy
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
