import ArgumentParser
import Auth
import CLinux
import Devices
import Frame
import Glibc
import Node

/// Why the program ends with its work undone: a sentence for the operator, and the number for a script.
struct Failure: Error, Equatable, CustomStringConvertible {
    /// One line, without a full stop and without control characters.
    let sentence: String
    let status: ExitStatus

    init(_ sentence: String, _ status: ExitStatus) {
        self.sentence = sentence.singleLine
        self.status = status
    }

    /// What any error means to the operator: whose fault it is decides the status.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let interrupted as Interrupted: self.init("interrupted", .signal(interrupted.signal))
        case is EndpointURIError, is RegistryError: self.init("\(error)", .usage)
        case let error as TransportError: self.init("\(error)", error.status)
        case let error as DeviceError: self.init("\(error)", error.status)
        case let error as AuthError: self.init("\(error)", error.status)
        case let error as SystemError: self.init("\(error)", error.status)
        case let error as PolicyFileError: self.init("\(error)", error.status)
        case is NodePlanError: self.init("\(error)", .usage)
        case _ where EtherWSCommand.exitCode(for: error) == .validationFailure:
            self.init(EtherWSCommand.message(for: error), .usage)
        default: self.init("\(error)", .ours)
        }
    }

    var description: String { sentence }

    /// Tells whoever started the program.
    func report() -> ExitStatus {
        writeLine("etherws: \(sentence)", to: STDERR_FILENO)
        return status
    }
}

extension TransportError {
    fileprivate var status: ExitStatus {
        switch self {
        case .cannotConnect, .cannotListen: .usage
        case .unreachable, .busy, .protocolViolation, .silent: .unreachable
        case .refused: .refused
        }
    }
}

extension DeviceError {
    fileprivate var status: ExitStatus {
        switch self {
        case .invalidInterfaceName, .invalidAddress, .notDatagrams, .notEthernet, .hasPrefix: .usage
        case .bothEndsTaken: .unreachable
        }
    }
}

extension AuthError {
    fileprivate var status: ExitStatus {
        switch self {
        case .unreadable, .tooLong, .noUsableEntry, .noUsableLine, .untrustworthy: .usage
        case .hashUnavailable, .undecided: .unreachable
        }
    }
}

extension PolicyFileError {
    fileprivate var status: ExitStatus { if case .unreadable(let error) = self { error.status } else { .usage } }
}

extension SystemError {
    /// Error numbers that no setting of the operator's explains are bugs of ours.
    fileprivate var status: ExitStatus {
        switch code {
        case EPERM, EACCES, EROFS: .refused
        case ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG, ENODEV, ENXIO, EINVAL, EBADF: .usage
        case EFAULT, ENOSYS, ENOTSOCK, EDOM: .ours
        default: .unreachable
        }
    }
}
