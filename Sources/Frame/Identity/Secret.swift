/// Text that must not be seen: it prints as `••••`, and comparing it takes as long wherever the difference is.
public struct Secret: Sendable, ExpressibleByStringLiteral {
    private let text: String

    /// Hides `text`.
    public init(_ text: String) { self.text = text }

    /// Hides a literal, for tests.
    public init(stringLiteral text: String) { self.text = text }

    /// Shows the text to code that needs it: to hash it, or to send it to the peer.
    public func reveal() -> String { text }
}

extension Secret: Equatable {
    /// Compares all bytes of the longer text, so that the time taken tells nothing but its length.
    public static func == (left: Secret, right: Secret) -> Bool {
        let (a, b) = (Array(left.text.utf8), Array(right.text.utf8))
        var difference: UInt8 = a.count == b.count ? 0 : 1
        for index in 0..<max(a.count, b.count) {
            difference |= (index < a.count ? a[index] : 0) ^ (index < b.count ? b[index] : 0)
        }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Four dots, whatever the text is.
    public var description: String { "••••" }
    /// Four dots, whatever the text is.
    public var debugDescription: String { description }
    /// Nothing to see: `dump` and `Mirror` would show the text otherwise.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
