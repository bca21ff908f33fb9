import Glibc

/// What is plugged into the node from outside: queues what it will say, and keeps what it hears.
protocol FarEnd: AnyObject {
    /// The far end of a socket pair.
    var descriptor: CInt { get }
    /// Ordinary frames that came, in order.
    var frames: [[UInt8]] { get }
    /// Frames that came with a header that contradicts them.
    var contradictions: Int { get }
    /// Bytes that wait to be written.
    var pendingOutputCount: Int { get }

    /// Writes what the socket takes, about `limit` bytes at most.
    ///
    /// - Returns: whether it took something.
    func write(atMost limit: Int) -> Bool

    /// Reads what has come.
    ///
    /// - Returns: whether there was something.
    func read() -> Bool
}

extension FarEnd {
    /// Goes, without a word.
    func vanish() { shutdown(descriptor, CInt(SHUT_RDWR)) }
}
