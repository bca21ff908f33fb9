internal import Frame

extension EndpointURI {
    /// The file that a URI without a host names; empty if it names none.
    func file() throws(EndpointURIError) -> String {
        guard host ?? "" == "" else { throw .unexpectedPart("host", in: scheme) }
        return path
    }

    /// The file that the URI must name.
    func requiredFile() throws(EndpointURIError) -> String {
        let file = try file()
        guard !file.isEmpty else { throw .missingPart("file", of: scheme) }
        return file
    }
}
