public import Frame
import Linux
public import Switching

/// A file that says what is different for some users.
public struct PolicyFile: Sendable, Equatable {
    /// Where it is.
    public let path: String

    /// The longest file that is read, in bytes.
    private static let limit = 4 * 1024 * 1024

    /// Names a file, which is not opened yet.
    public init(path: String) { self.path = path }

    /// Reads the file.
    ///
    /// - Parameter standard: what holds for all others.
    public func read(standard: PortPolicy) throws(PolicyFileError) -> PortPolicies {
        let bytes = try bytes()
        do throws(PortPolicies.LineError) {
            return try PortPolicies(standard: standard, parsing: bytes)
        } catch {
            throw .invalid(file: path, error)
        }
    }

    private func bytes() throws(PolicyFileError) -> [UInt8] {
        do throws(FileError) {
            return try FileContents.read(path, limit: Self.limit)
        } catch {
            switch error {
            case .unreadable(let error): throw .unreadable(error)
            case .tooLong: throw .tooLong(file: path)
            }
        }
    }
}

/// Why a policy file cannot be used.
public enum PolicyFileError: Error, Equatable, CustomStringConvertible {
    /// It cannot be read.
    case unreadable(SystemError)
    /// It is longer than any policy.
    case tooLong(file: String)
    /// A line of it is not understood.
    case invalid(file: String, PortPolicies.LineError)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .tooLong(let file): "'\(file)' is too long for a policy"
        case .invalid(let file, let error): "'\(file)': \(error)"
        }
    }
}
