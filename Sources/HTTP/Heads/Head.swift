/// What an HTTP message begins with: a first line and fields.
package protocol Head: Sendable, Hashable {
    /// Makes a head of its first line, without CRLF, and its fields.
    init(startLine: String, fields: HeaderFields) throws(HeadError)

    /// How many empty lines before the first are skipped.
    static var skippableLineCount: Int { get }

    /// The fields.
    var fields: HeaderFields { get }
}
