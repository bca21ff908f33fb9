extension EndpointURI {
    /// Takes the parameters apart, so that a misspelt one is an error rather than silence.
    ///
    ///     let mtu = try uri.withParameters { try $0.take("mtu", as: Int.self) }
    ///
    /// - Throws: what `body` throws, or ``EndpointURIError/unknownParameter(_:known:)`` for a parameter it did not take.
    public func withParameters<Result>(_ body: (inout Parameters) throws -> Result) throws -> Result {
        var parameters = Parameters(remaining: parameters)
        let result = try body(&parameters)
        if let unknown = parameters.remaining.first {
            throw EndpointURIError.unknownParameter(unknown.name, known: parameters.known)
        }
        return result
    }

    /// The parameters of a URI that nobody has asked for yet.
    public struct Parameters {
        fileprivate var remaining: [Parameter]
        fileprivate var known: [String] = []

        /// Takes a parameter: the value that the URI gives it, or its default.
        ///
        /// - Throws: ``EndpointURIError`` for a value that the declaration does not allow, or a parameter that is there twice.
        public mutating func take<Value>(_ parameter: URIParameter<Value>) throws(EndpointURIError) -> Value {
            try parameter.read(takeAll(parameter.declaration.name))
        }

        /// Takes the value of the parameter `name`, or `nil` if it is not there.
        ///
        /// - Throws: ``EndpointURIError`` if the value does not read as a `Value`, or the parameter is there twice.
        public mutating func take<Value: LosslessStringConvertible>(
            _ name: String,
            as type: Value.Type = Value.self
        ) throws(EndpointURIError) -> Value? {
            guard let text = try takeText(name) else { return nil }
            guard let value = Value(text) else { throw .invalidParameter(name, value: text) }
            return value
        }

        /// Takes a whole number within `range`.
        public mutating func take(_ name: String, in range: ClosedRange<Int>) throws(EndpointURIError) -> Int? {
            guard let text = try takeText(name) else { return nil }
            guard let value = Int(text), range.contains(value) else {
                throw .outOfRange(name, value: text, range: range)
            }
            return value
        }

        /// Takes a switch: `on` or `off`, and their usual synonyms; a name without a value is `on`.
        public mutating func takeSwitch(_ name: String) throws(EndpointURIError) -> Bool? {
            guard let text = try takeText(name) else { return nil }
            switch text.lowercased() {
            case "", "on", "yes", "true", "1": return true
            case "off", "no", "false", "0": return false
            default: throw .invalidParameter(name, value: text)
            }
        }

        /// Takes the values of every parameter `name`, in order: of one that may be given more than once.
        public mutating func takeAll(_ name: String) -> [String] {
            known.append(name)
            defer { remaining.removeAll { $0.isNamed(name) } }
            return remaining.filter { $0.isNamed(name) }.map(\.value)
        }

        private mutating func takeText(_ name: String) throws(EndpointURIError) -> String? {
            known.append(name)
            guard let index = remaining.firstIndex(where: { $0.isNamed(name) }) else { return nil }
            let value = remaining.remove(at: index).value
            guard !remaining.contains(where: { $0.isNamed(name) }) else { throw .repeatedParameter(name) }
            return value
        }
    }
}
