import Glibc
import Testing

/// A pipe that closes itself.
final class Pipe: Sendable {
    let reader: CInt
    let writer: CInt

    init() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        for end in ends { try #require(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    func write(_ byte: UInt8) {
        withUnsafeBytes(of: byte) { _ = Glibc.write(writer, $0.baseAddress, 1) }
    }

    func read() -> UInt8? {
        var byte: UInt8 = 0
        return Glibc.read(reader, &byte, 1) == 1 ? byte : nil
    }
}
