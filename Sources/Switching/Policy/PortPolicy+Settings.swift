import Frame

// A policy as people write it: settings by name, on the command line and in files alike.
extension PortPolicy {
    /// The names of the settings.
    package static let settings = [
        "policy", "max-addresses", "anti-spoofing", "tags", "ethertypes", "isolate", "broadcast-rate", "rate",
        "frame-rate", "loop-guard",
    ]

    /// Changes the setting `name`.
    ///
    /// - Throws: ``PolicyError/unknownSetting(_:)`` or ``PolicyError/invalidValue(_:for:expected:)``.
    package mutating func set(_ name: String, to value: String) throws(PolicyError) {
        func checked<Value>(_ parsed: Value?, _ expected: String) throws(PolicyError) -> Value {
            guard let parsed else { throw .invalidValue(value, for: name, expected: expected) }
            return parsed
        }
        switch name {
        case "policy": mode = try checked(PolicyMode(rawValue: value), "off, warn or enforce")
        case "max-addresses":
            addressLimit = try checked(
                Self.orNone(value) { Self.number($0, 1...1_048_576) }, "a number from 1, or none")
        case "anti-spoofing": isBound = try checked(Self.flag(value), "on or off")
        case "tags":
            tags = try checked(
                Self.tags(value), "none, all, or up to 16 VLANs and ranges of 0 to 4094, as in 10,20-29")
        case "isolate": isIsolated = try checked(Self.flag(value), "on or off")
        case "ethertypes":
            etherTypes = try checked(Self.types(value), "all, or up to 16 of ipv4, ipv6, arp, llc and 0x0600 to 0xffff")
        case "broadcast-rate": floodRate = try checked(Self.frames(value), "FRAMES[/BURST] in a second, or none")
        case "rate":
            rate = try checked(
                Self.orNone(value) { Self.rate($0, unit: 8, leastBurst: 65_536) },
                "BITS[/BURST] in a second, as in 100M, or none")
        case "frame-rate": frameRate = try checked(Self.frames(value), "FRAMES[/BURST] in a second, or none")
        case "loop-guard":
            loopGuard = try checked(Self.orNone(value, Self.seconds), "seconds from 1 to 86400, or none")
        default: throw .unknownSetting(name)
        }
    }

    private static func flag(_ text: String) -> Bool? {
        switch text {
        case "on": true
        case "off": false
        default: nil
        }
    }

    /// `none` is a value of its own, unlike a text that is none.
    private static func orNone<Value>(_ text: String, _ parse: (String) -> Value?) -> Value?? {
        if text == "none" { return .some(nil) }
        return parse(text).map { .some($0) }
    }

    private static func number(_ text: some StringProtocol, _ range: ClosedRange<Int>) -> Int? {
        guard let number = Int(text), text.allSatisfy(\.isNumber), range.contains(number) else { return nil }
        return number
    }

    private static func frames(_ text: String) -> RateLimit?? {
        orNone(text) { rate($0, unit: 1, leastBurst: 1) }
    }

    private static func seconds(_ text: String) -> Duration? { number(text, 1...86_400).map { .seconds($0) } }

    /// A number and one of `k`, `M`, `G`; a burst may follow behind a slash.
    ///
    /// - Parameter unit: how many of what is written are one of what is counted.
    private static func rate(_ text: String, unit: Double, leastBurst: Double) -> RateLimit? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let perSecond = parts.first.flatMap(amount) else { return nil }
        // A tenth of a second is long enough for a sender to notice, and short enough for any memory.
        let usual = max(leastBurst, perSecond / unit / 10)
        guard parts.count == 2 else { return RateLimit(perSecond: perSecond / unit, burst: usual) }
        return amount(parts[1]).map { RateLimit(perSecond: perSecond / unit, burst: $0 / unit) }
    }

    private static func amount(_ text: Substring) -> Double? {
        let factors: [Character: Double] = ["k": 1e3, "M": 1e6, "G": 1e9]
        let factor = text.last.flatMap { factors[$0] }
        return number(factor == nil ? text : text.dropLast(), 1...1_000_000_000_000).map { Double($0) * (factor ?? 1) }
    }

    private static func tags(_ text: String) -> VLANSet?? {
        guard text != "all" else { return .some(nil) }
        guard text != "none" else { return VLANSet([]) }
        var ranges: [ClosedRange<UInt16>] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = word.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                .map { number($0, 0...4094) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return nil }
            ranges.append(UInt16(first)...UInt16(last))
        }
        return VLANSet(ranges).map { .some($0) }
    }

    private static func types(_ text: String) -> EtherTypeSet?? {
        guard text != "all" else { return .some(nil) }
        var (types, hasLengths): ([EtherType], Bool) = ([], false)
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch word {
            case "llc": hasLengths = true
            case "ipv4": types.append(.ipv4)
            case "ipv6": types.append(.ipv6)
            case "arp": types.append(.arp)
            default:
                guard let type = etherType(word) else { return nil }
                types.append(type)
            }
        }
        return EtherTypeSet(types, hasLengths: hasLengths).map { .some($0) }
    }

    private static func etherType(_ word: Substring) -> EtherType? {
        let digits = word.dropFirst(2)
        guard word.hasPrefix("0x"), digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
            let number = UInt16(digits, radix: 16), number >= 0x0600
        else { return nil }
        return EtherType(rawValue: number)
    }
}
