internal import COpenSSL
internal import Frame

/// How long a certificate is still good.
struct CertificateLife: Sendable, Equatable {
    /// Whole seconds until it expires; negative when it has.
    let secondsLeft: Int

    /// From when on the operator is warned, in days.
    static let warningDays = 14

    private static let day = 86_400

    init(secondsLeft: Int) { self.secondsLeft = secondsLeft }

    /// Looks at a certificate and at the clock.
    init?(_ certificate: OpaquePointer) {
        var (days, seconds): (CInt, CInt) = (0, 0)
        guard ASN1_TIME_diff(&days, &seconds, nil, X509_get0_notAfter(certificate)) == 1 else { return nil }
        self.init(secondsLeft: Int(days) * Self.day + Int(seconds))
    }

    /// Whole days left, rounded down: negative as soon as it has expired.
    var daysLeft: Int { Int((Double(secondsLeft) / Double(Self.day)).rounded(.down)) }

    /// What the operator should know about the certificate in `file`.
    func notice(_ file: String) -> TransportNotice? {
        if secondsLeft < 0 { return .certificateExpired(file) }
        guard secondsLeft <= Self.warningDays * Self.day else { return nil }
        return .certificateExpiring(file, days: secondsLeft / Self.day)
    }
}
