import ArgumentParser
import Frame
import Transports

/// Where a server listens other than at a port, and who speaks for others there.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Unix socket to listen on, instead of a port.", valueName: "path"))
    var unix: String?

    @Option(help: ArgumentHelp("Permissions of the Unix socket, as for chmod. (default: 660)", valueName: "digits"))
    var unixMode: String?

    @Option(
        name: .customLong("trust-proxy"),
        help: ArgumentHelp(
            "Address or network of a trusted reverse proxy, as in 10.0.0.0/8, or 'unix'; may be repeated.",
            discussion:
                "It names the client by X-Forwarded-For or Forwarded or, with --proxy-protocol, by the PROXY protocol.",
            valueName: "address"
        )
    )
    var trustedProxies: [String] = []

    @Flag(help: "Require the PROXY protocol from the proxies that --trust-proxy names.")
    var proxyProtocol = false

    /// The parameters of the URI to listen on that say so; sockets that the service manager has opened go before all.
    ///
    /// - Throws: `ValidationError`.
    func parameters(in environment: ProcessEnvironment) throws -> [EndpointURI.Parameter] {
        try place(environment) + trust()
    }

    private func trust() throws -> [EndpointURI.Parameter] {
        guard !proxyProtocol || !trustedProxies.isEmpty else {
            throw ValidationError("--proxy-protocol needs --trust-proxy")
        }
        guard !trustedProxies.isEmpty else { return [] }
        let list = WebSocketParameters.trustProxy.setting(trustedProxies.joined(separator: ","))
        return [list] + (proxyProtocol ? [WebSocketParameters.proxyProtocol.setting("on")] : [])
    }

    private func place(_ environment: ProcessEnvironment) throws -> [EndpointURI.Parameter] {
        guard unixMode == nil || unix != nil else { throw ValidationError("--unix-mode needs --unix") }
        let inherited = InheritedSockets(environment)
        if !inherited.descriptors.isEmpty {
            guard unix == nil else {
                throw ValidationError("--unix cannot be combined with sockets of a service manager")
            }
            let numbers = inherited.descriptors.map(String.init).joined(separator: ",")
            return [WebSocketParameters.descriptors.setting(numbers)]
        }
        return [WebSocketParameters.unix.given(unix), WebSocketParameters.unixMode.given(unixMode)].compactMap(\.self)
    }
}
