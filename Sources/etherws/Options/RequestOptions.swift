import ArgumentParser
import Frame
import Transports

/// What a client says to its server besides what the URI makes it say.
struct RequestOptions: ParsableArguments {
    @Option(
        name: .customLong("header"),
        help: ArgumentHelp(
            "Field to add to the request, or file with a field on each line; may be repeated.",
            discussion: "Put secrets into a file: every user of this host can read a command line.",
            valueName: "name: value | @file"
        )
    )
    var headers: [String] = []

    @Option(help: ArgumentHelp("Host field, instead of the URI's host.", valueName: "host"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "Server name for SNI and in the certificate, instead of the URI's host.",
            valueName: "name")
    )
    var sni: String?

    @Option(help: ArgumentHelp("Origin field, as browsers send it.", valueName: "origin"))
    var origin: String?

    @Option(help: ArgumentHelp("Unix socket to connect to, instead of the URI's host and port.", valueName: "path"))
    var unix: String?

    /// The parameters of a server's URI that make the client say so.
    ///
    /// - Throws: `ValidationError`, or `Failure` if a file cannot be read.
    func parameters(for uri: EndpointURI) throws -> [EndpointURI.Parameter] {
        guard sni == nil || uri.scheme != "ws" else { throw ValidationError("--sni needs TLS, and 'ws:' has none") }
        let parameters = [
            WebSocketParameters.host.given(host), WebSocketParameters.serverName.given(sni),
            WebSocketParameters.origin.given(origin), WebSocketParameters.unix.given(unix),
        ]
        return try parameters.compactMap(\.self) + fields()
    }

    private func fields() throws -> [EndpointURI.Parameter] {
        let lines = try headers.flatMap { header in
            try header.hasPrefix("@") ? SecretFile.lines(of: String(header.dropFirst())) : [header]
        }
        return lines.map { WebSocketParameters.header.setting($0) }
    }
}
