/// The fields of an HTTP message, in order.
///
/// Names are compared without case (RFC 9110 §5.1).
package struct HeaderFields: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One field line.
    package struct Field: Sendable, Hashable {
        /// The name, in the case it came or goes in.
        package let name: String
        /// The value, without blanks around it.
        package let value: String

        /// Makes a field of its parts.
        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// The field lines, in order.
    package private(set) var lines: [Field] = []

    /// Makes a list of fields.
    package init(_ lines: [Field] = []) { self.lines = lines }

    /// Makes a list of the names and values in a literal.
    package init(dictionaryLiteral elements: (String, String)...) { lines = elements.map { Field($0.0, $0.1) } }

    /// Adds a field line behind the others.
    package mutating func append(_ name: String, _ value: String) { lines.append(Field(name, value)) }

    /// Adds the field lines of `others` behind these.
    package mutating func append(_ others: HeaderFields) { lines += others.lines }

    /// The values of all lines with this name, in order.
    package func values(of name: String) -> [String] {
        lines.filter { $0.name.matches(name) }.map(\.value)
    }

    /// The value of the one line with this name; `nil` if there is none, or more than one.
    package subscript(name: String) -> String? {
        let values = values(of: name)
        return values.count == 1 ? values[0] : nil
    }

    /// The elements of a field that is a comma-separated list, over all its lines (RFC 9110 §5.6.1).
    ///
    /// Not for quoted strings.
    package func elements(of name: String) -> [String] {
        values(of: name).flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0).trimmingBlanks()) }
                .filter { !$0.isEmpty }
        }
    }

    /// Whether a list field has `token` among its elements, whatever the case.
    package func contains(_ token: String, in name: String) -> Bool {
        elements(of: name).contains { $0.matches(token) }
    }
}

extension StringProtocol {
    /// Without the blanks and tabs around it, HTTP's optional white space (RFC 9110 §5.6.3).
    package func trimmingBlanks() -> SubSequence {
        // By scalars: a blank before a combining mark is one.
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { $0 != " " && $0 != "\t" }),
            let last = scalars.lastIndex(where: { $0 != " " && $0 != "\t" })
        else { return self[endIndex...] }
        return self[first..<scalars.index(after: last)]
    }
}
