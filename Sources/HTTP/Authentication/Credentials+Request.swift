internal import Frame

extension Credentials {
    /// What a request presents: a name and a password (RFC 7617) or a token (RFC 6750) in its `Authorization` field, or a token as
    /// `?token=` of its target, for browsers, which cannot set a field.
    ///
    /// What is not well-formed, or is there twice, counts for nothing.
    package init(presentedBy request: RequestHead) {
        let field = request.fields["Authorization"] ?? ""
        let bearer = AuthorizationField(field).flatMap { $0.scheme == "bearer" ? $0.text : nil }
        let token = bearer ?? Self.token(in: request.query)
        self.init(basic: BasicCredentials.decode(field), bearer: token.map { Secret($0) })
    }

    private static func token(in query: String?) -> String? {
        let parameters = query.flatMap { try? EndpointURI("ws://host/?" + $0).parameters } ?? []
        let tokens = parameters.filter { $0.isNamed("token") && !$0.value.isEmpty }
        guard tokens.count == 1, AuthorizationField.isVisible(tokens[0].value.utf8) else { return nil }
        return tokens[0].value
    }

    /// Why they did not do, for the operator.
    package var blame: String {
        if let basic { return "wrong password, or unknown user '\(basic.user)'" }
        if bearer != nil { return "wrong token" }
        return certificate == nil ? "no credentials" : "a certificate without a known name"
    }
}

extension Credentials.Kinds {
    /// The schemes of HTTP by which a request can present them.
    package var schemes: [String] { (contains(.basic) ? ["Basic"] : []) + (contains(.bearer) ? ["Bearer"] : []) }
}
