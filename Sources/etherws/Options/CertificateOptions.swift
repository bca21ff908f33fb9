import ArgumentParser
import Frame
internal import TLS

/// Which certificates of a server are good, beside those that its authority vouches for.
struct CertificateOptions: ParsableArguments {
    @Option(
        name: .customLong("pin"),
        help: ArgumentHelp(
            "Public key that the server must have; may be repeated. With --insecure, checked instead of the chain.",
            valueName: "sha256/base64"
        )
    )
    var pins: [String] = []

    @Option(
        help: ArgumentHelp(
            "Revocation list of the server's authority, in PEM.", valueName: "file"))
    var crl: String?

    /// The parameters of a server's URI that say so.
    ///
    /// - Throws: `ValidationError` where there is no TLS.
    func parameters(scheme: String) throws -> [EndpointURI.Parameter] {
        guard scheme != "ws" || pins.isEmpty && crl == nil else {
            throw ValidationError("--pin and --crl need TLS, and 'ws:' has none: use 'wss:'")
        }
        return pins.map { TLSParameters.pin.setting($0) } + [TLSParameters.crl.given(crl)].compactMap(\.self)
    }
}
