import Testing

/// With and without TLS.
enum Scheme: String, CaseIterable, CustomTestStringConvertible {
    case ws
    case wss

    var testDescription: String { rawValue }
}
