/// What a background process tells its launcher, once.
enum StartReport: Equatable {
    /// The tunnel is ready.
    case ready
    /// It cannot be, and this is why; everything is cleaned up.
    case failed(Failure)

    /// The report on the wire: the exit status in one byte, then the sentence, until the end of the stream.
    var bytes: [UInt8] {
        switch self {
        case .ready: [0]
        case .failed(let failure): [UInt8(truncatingIfNeeded: failure.status.rawValue)] + failure.sentence.utf8
        }
    }

    /// Reads a whole report; `nil` when the process ended without one.
    init?(bytes: some Collection<UInt8>) {
        guard let status = bytes.first else { return nil }
        let sentence = String(decoding: bytes.dropFirst(), as: UTF8.self)
        self = status == 0 ? .ready : .failed(Failure(sentence, ExitStatus(rawValue: CInt(status))))
    }
}
