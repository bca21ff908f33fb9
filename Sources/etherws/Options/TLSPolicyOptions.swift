import ArgumentParser
import Frame
internal import TLS

/// How good TLS must be at least, for either side.
struct TLSPolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Oldest TLS version: 1.2 or 1.3. (default: 1.2)", valueName: "version"))
    var tlsMin: String?

    @Option(
        help: ArgumentHelp(
            "Permitted ciphers, by OpenSSL's names, separated by colons; TLS_… for TLS 1.3, others for 1.2.",
            valueName: "list"
        )
    )
    var tlsCiphers: String?

    /// The parameters of a URI that say so.
    ///
    /// - Throws: `ValidationError` where there is no TLS.
    func parameters(scheme: String) throws -> [EndpointURI.Parameter] {
        let parameters = [TLSParameters.minimum.given(tlsMin), TLSParameters.ciphers.given(tlsCiphers)].compactMap(
            \.self)
        guard parameters.isEmpty || scheme != "ws" else {
            throw ValidationError("--tls-min and --tls-ciphers need TLS, and 'ws:' has none")
        }
        return parameters
    }
}
