import ArgumentParser
import Frame
internal import TLS

/// What a client presents to its server beside a user's name and password.
struct LoginOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File with the token on its first line; '-' asks for the token, or reads it from standard input.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        name: .customLong("client-cert"),
        help: ArgumentHelp("Certificate for a server that asks for one, in PEM.", valueName: "file"))
    var certificate: String?

    @Option(
        name: .customLong("client-key"),
        help: ArgumentHelp("Private key of this certificate, in PEM.", valueName: "file")
    )
    var key: String?

    /// The file that holds the token, if one is to be presented.
    ///
    /// - Throws: `ValidationError` where a user is named too: a request has room for one of them.
    func tokenFile(besides user: String?) throws -> String? {
        guard tokenFile == nil || user == nil else {
            throw ValidationError("--token-file cannot be combined with --user")
        }
        return tokenFile
    }

    /// The parameters of a server's URI that make the client show its certificate.
    ///
    /// - Throws: `ValidationError` where that makes no sense.
    func parameters(scheme: String) throws -> [EndpointURI.Parameter] {
        switch (certificate, key) {
        case (nil, nil): return []
        case (let certificate?, let key?):
            guard scheme != "ws" else {
                throw ValidationError("--client-cert needs TLS, and 'ws:' has none: use 'wss:'")
            }
            return [TLSParameters.certificate.setting(certificate), TLSParameters.key.setting(key)]
        case (nil, _?), (_?, nil):
            throw ValidationError("A client certificate needs both --client-cert and --client-key")
        }
    }
}
