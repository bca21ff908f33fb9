import ArgumentParser
import Frame
internal import Streams
import Transports

/// The way through a proxy, as the command line and the environment name it.
struct ProxyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Proxy to connect through, http://[USER@]HOST[:PORT] or socks5://…, instead of the environment's.",
            discussion:
                "The variables are https_proxy for wss, http_proxy for ws, and all_proxy; no_proxy lists exceptions.",
            valueName: "uri"
        )
    )
    var proxy: String?

    @Option(help: ArgumentHelp("File with the proxy's password on its first line.", valueName: "file"))
    var proxyPasswordFile: String?

    @Flag(name: .customLong("no-proxy"), help: "Connect directly, and ignore the environment.")
    var isDirect = false

    /// The parameters of a server's URI that name the proxy to reach it through.
    ///
    /// - Throws: `ValidationError`, `EndpointURIError`, or `Failure` if the password cannot be read.
    func parameters(
        for uri: EndpointURI,
        in environment: ProcessEnvironment
    ) throws -> [EndpointURI.Parameter] {
        guard !isDirect || proxy == nil else { throw ValidationError("--proxy cannot be combined with --no-proxy") }
        guard proxy != nil || proxyPasswordFile == nil else {
            throw ValidationError("--proxy-password-file needs --proxy")
        }
        if let proxy { return try explicit(proxy) }
        guard !isDirect, !Self.isDecided(by: uri), let proxy = ProxyEnvironment(environment.variables).proxy(for: uri)
        else {
            return []
        }
        var inherited = try Self.read(proxy, from: "the environment")
        let password = inherited.password
        return Self.parameters(&inherited, password)
    }

    /// Who names the proxy to reach a server through: an option or a variable; `nil` if there is none.
    func source(for uri: EndpointURI, in environment: ProcessEnvironment) -> String? {
        if proxy != nil { return "--proxy" }
        guard !Self.isDecided(by: uri) else { return WebSocketParameters.proxy.value(in: uri) == nil ? nil : "its URI" }
        return isDirect ? nil : ProxyEnvironment(environment.variables).variable(for: uri)
    }

    /// Whether the URI itself says which way to go: that is not to be said twice.
    private static func isDecided(by uri: EndpointURI) -> Bool {
        WebSocketParameters.proxy.value(in: uri) != nil || WebSocketParameters.unix.value(in: uri) != nil
    }

    private func explicit(_ proxy: String) throws -> [EndpointURI.Parameter] {
        var uri = try Self.read(proxy, from: "--proxy")
        guard uri.password == nil else {
            throw ValidationError(
                "Every user of this host can read a password in --proxy; use --proxy-password-file, or https_proxy"
            )
        }
        guard uri.user == nil || proxyPasswordFile != nil else {
            throw ValidationError("A user in --proxy needs a password: add --proxy-password-file")
        }
        return Self.parameters(&uri, try proxyPasswordFile.map { try SecretFile.firstLine(of: $0) })
    }

    /// Reads a proxy, which is one of HTTP where no scheme says so.
    ///
    /// Where it is malformed, a piece of a password may stand where a host or a port should: the error shows nothing of it.
    private static func read(_ proxy: String, from source: String) throws -> EndpointURI {
        guard let uri = try? EndpointURI(proxy.contains("://") ? proxy : "http://" + proxy) else {
            throw ValidationError(
                "The proxy in \(source) does not have the form http://HOST:PORT or socks5://HOST:PORT")
        }
        return uri
    }

    /// The password goes where it is hidden when the URI is printed.
    private static func parameters(_ uri: inout EndpointURI, _ password: String?) -> [EndpointURI.Parameter] {
        uri.password = nil
        return [
            WebSocketParameters.proxy.given(uri), WebSocketParameters.proxyPassword.given(password),
        ].compactMap(\.self)
    }
}
