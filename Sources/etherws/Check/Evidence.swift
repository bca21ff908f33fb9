import Frame
internal import Streams
internal import TLS
import Transports

/// What was seen on the way to a server, for the case that it ends too early.
struct Evidence: Equatable {
    /// The attempts to connect that have failed.
    var attempts: [Attempt] = []
    /// What the proxy found wrong.
    var proxyError: ProxyError?
    /// The certificate that was not good enough, and why.
    var distrust: Distrust?
    /// How the request was answered.
    var answer: AnswerSummary?
    /// Whether a step took so long that we gave up.
    var hasTimedOut = false

    struct Attempt: Equatable {
        let address: String
        let code: CInt
    }

    struct Distrust: Equatable {
        let certificate: ServerCertificate
        let fault: CertificateFault
    }

    mutating func note(_ event: DialEvent) {
        switch event {
        case .attemptFailed(let address, let code): attempts.append(Attempt(address: address, code: code))
        case .refusedByProxy(let error): proxyError = error
        case .distrusted(let certificate, let fault): distrust = Distrust(certificate: certificate, fault: fault)
        case .answered(let answer): self.answer = answer
        case .timedOut: hasTimedOut = true
        case .began, .resolved, .connected, .admittedByProxy, .secured, .upgraded: break
        }
    }
}
