import Frame
import Testing

@testable import Streams

/// What the answers of a proxy come to, by their numbers.
@Suite struct ProxyAnswerTests {
    private func connect(_ status: Int) throws -> ProxyStep {
        var handshake = try ConnectHandshake(to: "h:1", as: nil, makeNonce: { "" })
        return try handshake.advance(Array("HTTP/1.1 \(status) x\r\n\r\n".utf8))
    }

    @Test("Every 2xx opens a tunnel (RFC 9110 §9.3.6)")
    func successes() throws {
        for status in 200...299 { #expect(try connect(status) == .open) }
    }

    @Test("A proxy that forbids is told from one that fails")
    func refusals() {
        for status in [403, 405, 451] { #expect(throws: ProxyError.forbidden("\(status) x")) { try connect(status) } }
        for status in [100, 199, 300, 301, 400, 402, 404, 406, 408, 450, 452, 500, 599] {
            #expect(throws: ProxyError.failed("\(status) x")) { try connect(status) }
        }
    }

    @Test(
        "Each reply of SOCKS says what is wrong (RFC 1928 §6)",
        arguments: [
            (1, .failed("that it has failed")), (2, .forbidden("that its rules forbid it")),
            (3, .failed("that the network cannot be reached")), (4, .failed("that the host cannot be reached")),
            (5, .failed("that the connection was refused")), (6, .failed("that the server cannot be reached in time")),
            (7, .failed("that it does not connect for others")),
            (8, .failed("that it does not know this type of address")), (9, .failed("with the reply 9")),
            (255, .failed("with the reply 255")),
        ] as [(UInt8, ProxyError)])
    func replies(number: UInt8, error: ProxyError) throws {
        var handshake = try SOCKSHandshake(to: "h", port: 1, as: nil)
        _ = handshake.begin()
        _ = try handshake.advance([5, 0])
        #expect(throws: error) { try handshake.advance([5, number]) }
    }
}
