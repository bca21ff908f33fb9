internal import Frame
internal import WebSocket

extension Credentials {
    /// What a request presents: a name and a password (RFC 7617) or a token (RFC 6750) in its `Authorization` field, or a token as
    /// `?token=` of its target, for browsers, which cannot set a field.
    ///
    /// What is not well-formed, or is there twice, counts for nothing.
    init(presentedBy request: RequestHead) {
        let field = request.fields["Authorization"] ?? ""
        let parts = field.split(separator: " ")
        let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
        let token = isBearer ? String(parts[1]) : Self.token(in: request.query)
        self.init(basic: BasicCredentials.decode(field), bearer: token.map { Secret($0) })
    }

    private static func token(in query: String?) -> String? {
        let parameters = query.flatMap { try? EndpointURI("ws://host/?" + $0).parameters } ?? []
        let tokens = parameters.filter { $0.name == "token" && !$0.value.isEmpty }
        return tokens.count == 1 ? tokens[0].value : nil
    }

    /// Why they did not do, for the operator.
    var blame: String {
        if let basic { return "wrong password, or unknown user '\(basic.user)'" }
        if bearer != nil { return "wrong token" }
        return certificate == nil ? "no credentials" : "a certificate that stands for nobody"
    }
}

extension Credentials.Kinds {
    /// The schemes of HTTP by which a request can present them.
    var schemes: [String] { (contains(.basic) ? ["Basic"] : []) + (contains(.bearer) ? ["Bearer"] : []) }
}
