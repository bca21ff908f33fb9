/// What follows from declarations, before a component is made and beside it.
extension Registry {
    /// The help for the URIs of a scheme: their form, what they name, and their parameters.
    ///
    /// Lines of at most 80 columns, if no word is longer.
    /// - Returns: `nil` if nothing is registered for the scheme.
    public func help(for kind: ComponentKind, _ scheme: String) -> String? {
        declaration(of: kind, scheme)?.text(scheme: scheme.lowercased())
    }

    /// The same URI, which hides what its component has declared as secret when it is printed.
    ///
    /// A component is made of such a URI, so its messages hide them too.
    public func hidingSecrets(of uri: EndpointURI, as kind: ComponentKind) -> EndpointURI {
        guard let declaration = declaration(of: kind, uri.scheme) else { return uri }
        var uri = uri
        for (index, parameter) in uri.parameters.enumerated() where !parameter.value.isEmpty {
            switch declaration.parameters[parameter.name]?.role {
            case .secret: uri.parameters[index].cover = "••••"
            case .component(let kind): uri.parameters[index].cover = cover(parameter.value, as: kind)
            case .setting, .file, .ownFile, nil: break
            }
        }
        return uri
    }

    /// What to show of a URI within a URI; `nil` if it has nothing to hide.
    private func cover(_ text: String, as kind: ComponentKind) -> String? {
        // What is no URI may hold a secret anywhere.
        guard let uri = try? EndpointURI(text) else { return "••••" }
        let hiding = hidingSecrets(of: uri, as: kind)
        return hiding.holdsSecret ? hiding.description : nil
    }

    /// What the component that `uri` names must still be able to do when the process gives up its privileges: what it says itself, and
    /// what its parameters declare.
    ///
    /// - Parameter use: what it is used for, if it is a transport.
    /// - Throws: what keeps the component from being made.
    package func needs(of uri: EndpointURI, as kind: ComponentKind, for use: TransportUse = .connecting) throws -> Needs
    {
        var needs: Needs
        switch kind {
        case .device: needs = try device(uri).needs
        case .transport: needs = try transport(uri).needs(for: use)
        case .authenticator: needs = try authenticator(uri).needs
        }
        try addDeclared(of: uri, as: kind, isOwner: kind != .transport || use == .listening, to: &needs)
        return needs
    }

    private func addDeclared(
        of uri: EndpointURI,
        as kind: ComponentKind,
        isOwner: Bool,
        to needs: inout Needs
    ) throws(EndpointURIError) {
        guard let declaration = declaration(of: kind, uri.scheme) else { return }
        for parameter in uri.parameters {
            switch declaration.parameters[parameter.name]?.role {
            case .file: needs.files.append(parameter.value)
            case .ownFile: if isOwner { needs.activities.insert(.removingFiles) }
            case .component(let kind):
                try addDeclared(of: EndpointURI(parameter.value), as: kind, isOwner: true, to: &needs)
            case .setting, .secret, nil: break
            }
        }
    }
}
