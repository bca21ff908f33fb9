/// What came of looking into an OCSP response for the word of an authority on a certificate.
enum CertificateStatus: Sendable, Hashable {
    /// The certificate has not been revoked.
    case good
    /// The certificate has been revoked.
    case revoked
    /// The authority does not know the certificate, or does not say.
    case unknown
    /// The response is too old, or from the future.
    case outdated
    /// The response says nothing about the certificate.
    case foreign
    /// The authority has not signed the response, and nobody whom it has charged with that.
    case forged
    /// This is no response, or one without an answer.
    case unreadable
    /// The certificate demands a response, and there is none.
    case missing

    /// Why a certificate that came with a response like this, or without one, is not trusted.
    var sentence: String {
        switch self {
        case .good: "it has not been revoked"
        case .revoked: "it has been revoked, as its authority says by OCSP"
        case .missing: "it demands that an OCSP response comes with it (must-staple), and there is none"
        case .unknown, .outdated, .foreign, .forged, .unreadable: "the OCSP response that came with it \(clause)"
        }
    }

    /// Words about the response, to follow it in a sentence.
    var clause: String {
        switch self {
        case .good: "says that the certificate is good"
        case .revoked: "says that the certificate has been revoked"
        case .unknown: "says that the authority does not know the certificate"
        case .outdated: "is out of date, or the clock of this host is wrong"
        case .foreign: "is about other certificates"
        case .forged: "is not signed by the certificate's authority"
        case .unreadable: "cannot be read, or has no answer in it"
        case .missing: "is missing"
        }
    }
}
