import Glibc
internal import Linux

/// What is said to a program and by it, until it ends.
///
/// The thread that holds it blocks SIGPIPE: a program that does not read is an error of `write`.
struct Conversation: ~Copyable {
    private var question: ArraySlice<UInt8>
    private var output: [UInt8] = []
    private let limit: Int
    /// Where the question goes; `nil` once it is asked.
    private var asking: Descriptor?
    private let listening: Descriptor
    /// Becomes readable when the program has ended (pidfd_open(2)).
    private let process: Descriptor

    init(
        question: [UInt8],
        to asking: consuming Descriptor,
        from listening: consuming Descriptor,
        of process: consuming Descriptor,
        limit: Int
    ) {
        for descriptor in [asking.rawValue, listening.rawValue] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        self.question = question[...]
        self.limit = limit
        self.asking = consume asking
        self.listening = listening
        self.process = process
    }

    /// Asks, listens, and waits until the program has ended.
    ///
    /// - Returns: what it wrote.
    /// - Throws: what `failure` makes of a sentence, if it takes too long or writes too much.
    mutating func hold(
        until deadline: Duration,
        _ failure: (String) -> AuthError
    ) throws(AuthError) -> [UInt8] {
        var isEnded = false
        while !isEnded {
            // A descriptor below 0 is left out by poll(2).
            var polled = [
                pollfd(fd: process.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOutputOver ? -1 : listening.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: askingDescriptor, events: Int16(POLLOUT), revents: 0),
            ]
            let left = deadline - MonotonicClock.now
            guard left > .zero else { throw failure("it took too long") }
            guard poll(&polled, nfds_t(polled.count), left.pollTimeout) >= 0 || errno == EINTR else {
                throw failure("poll: \(String(cString: strerror(errno)))")
            }
            isEnded = polled[0].revents != 0
            if polled[2].revents != 0 { ask() }
            // What it wrote last may have come after the others were looked at.
            if isEnded || polled[1].revents != 0 { listen() }
            guard output.count <= limit else { throw failure("it wrote more than \(limit) bytes") }
        }
        return output
    }

    private var isOutputOver = false

    private var askingDescriptor: CInt {
        switch asking {
        case .some(let descriptor): descriptor.rawValue
        case nil: -1
        }
    }

    /// Writes what the pipe takes, and closes it behind the last byte.
    private mutating func ask() {
        let descriptor = askingDescriptor
        let count = question.withUnsafeBytes { bytes in
            uninterrupted { write(descriptor, bytes.baseAddress, bytes.count) }
        }
        guard count >= 0 else {
            // A program that closes its input has heard enough.
            if errno != EAGAIN { asking = nil }
            return
        }
        question = question.dropFirst(count)
        if question.isEmpty { asking = nil }
    }

    private mutating func listen() {
        var chunk = [UInt8](repeating: 0, count: 512)
        while output.count <= limit {
            let count = read(listening.rawValue, &chunk, chunk.count)
            guard count > 0 else {
                isOutputOver = count == 0
                return
            }
            output += chunk[..<count]
        }
    }
}
