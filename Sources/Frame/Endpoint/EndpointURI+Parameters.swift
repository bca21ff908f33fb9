extension EndpointURI {
    /// Takes the parameters apart, so that a misspelt one is an error rather than silence.
    ///
    ///     let mtu = try uri.withParameters { try $0.take(Self.mtu) }
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
            let name = parameter.declaration.name
            known.append(name)
            let texts = remaining.filter { $0.isNamed(name) }.map(\.value)
            remaining.removeAll { $0.isNamed(name) }
            return try parameter.read(texts)
        }
    }
}
