/// What a listener has found out that the operator should know, although it goes on.
public enum TransportNotice: Sendable, Hashable, CustomStringConvertible {
    /// The certificate in this file, and its key, were read anew.
    case certificateRead(String)
    /// The certificate in this file, or its key, cannot be used any more: the one read before stays in use.
    case certificateKept(String, reason: String)
    /// The certificate in this file expires in so many whole days.
    case certificateExpiring(String, days: Int)
    /// The certificate in this file has expired: clients refuse it.
    case certificateExpired(String)
    /// The OCSP response in this file is of no use, and is not sent to clients.
    case statusUnusable(String, reason: String)
    /// The certificate in this file demands that an OCSP response goes with it, and there is none: clients refuse it.
    case statusMissing(String)

    /// Whether the operator has something to do.
    public var isWarning: Bool {
        switch self {
        case .certificateRead: false
        case .certificateKept, .certificateExpiring, .certificateExpired, .statusUnusable, .statusMissing: true
        }
    }

    /// The notice as a sentence.
    public var description: String {
        switch self {
        case .certificateRead(let file): "the certificate in '\(file)' was read anew"
        case .certificateKept(_, let reason):
            "the old certificate stays in use, because the new one cannot be: \(reason)"
        case .certificateExpiring(let file, 0): "the certificate in '\(file)' expires within a day"
        case .certificateExpiring(let file, 1): "the certificate in '\(file)' expires in 1 day"
        case .certificateExpiring(let file, let days): "the certificate in '\(file)' expires in \(days) days"
        case .certificateExpired(let file): "the certificate in '\(file)' has expired: clients refuse it"
        case .statusUnusable(let file, let reason):
            "the OCSP response in '\(file)' is not sent to clients: it \(reason)"
        case .statusMissing(let file):
            "the certificate in '\(file)' demands that an OCSP response goes with it, and there is none: clients refuse it"
        }
    }
}
