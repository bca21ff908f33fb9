/// Why bytes are not an Ethernet frame.
public enum FrameError: Error, Equatable, CustomStringConvertible {
    /// The bytes end before the header does.
    case truncated(byteCount: Int)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .truncated(let byteCount): "a frame of \(byteCount) bytes is too short for its Ethernet header"
        }
    }
}
