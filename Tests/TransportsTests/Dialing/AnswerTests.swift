import CLinux
import Frame
import Glibc
import Reactor
import Streams
import TestSupport
import Testing

@testable import Transports

/// What a client makes of the answers of a server that does not admit it, by their numbers.
@Suite struct AnswerTests {
    /// Why connecting failed to a server that answers this, and where that server is.
    private func error(answering head: String) async throws -> (error: TransportError?, place: String) {
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        let socket = try StreamSocket(family: AF_INET)
        try #require(any.withSockaddr { bind(socket.descriptor, $0, $1) } == 0)
        try #require(listen(socket.descriptor, 1) == 0)
        let port = try #require(SocketAddress { getsockname(socket.descriptor, $0, $1) }).port
        let party = Party(on: try EpollLoop())
        let attempt = Task { try await party.connect(EndpointURI(scheme: "ws", host: "127.0.0.1", port: port)) }
        let peer = try await eventually {
            let descriptor = accept4(socket.descriptor, nil, nil, CInt(SOCK_NONBLOCK.rawValue))
            return descriptor >= 0 ? StreamSocket(owning: descriptor) : nil
        }
        let bytes = Array("HTTP/1.1 \(head)\r\n\r\n".utf8)
        #expect(bytes.withUnsafeBytes { peer.send($0) } == .bytes(bytes.count))
        let error = await #expect(throws: TransportError.self) { try await attempt.value }
        return (error, "127.0.0.1:\(port) answered ")
    }

    @Test(
        "A refusal is told from a server that cannot be reached, and says what may be done",
        arguments: [
            (401, "the user name or password is wrong or missing"),
            (407, "the user name or password is wrong or missing"),
            (403, "it may want a client certificate, or not welcome our origin"),
        ])
    func refused(status: Int, advice: String) async throws {
        let (error, place) = try await error(answering: "\(status) x")
        #expect(error == .refused("\(place)\(status) x: \(advice)"))
    }

    @Test(
        "Other answers mean that there is no tunnel",
        arguments: [
            (300, ": redirects are not followed"), (399, ": redirects are not followed"), (400, ""), (402, ""),
            (404, ": no tunnel is served at '/'"), (405, ""), (406, ""), (408, ""), (428, ""), (430, ""), (502, ""),
            (504, ""), (299, ""), (200, ""),
        ])
    func unreachable(status: Int, advice: String) async throws {
        let (error, place) = try await error(answering: "\(status) x")
        #expect(error == .unreachable("\(place)\(status) x\(advice)"))
    }

    @Test("A server that is busy says when to come again, or does not", arguments: [429, 503])
    func busy(status: Int) async throws {
        for (field, seconds) in [("\r\nRetry-After: 7", 7), ("", 0), ("\r\nRetry-After: soon", 0)] {
            guard case .busy(_, let delay) = try await error(answering: "\(status) x\(field)").error else {
                return #expect(Bool(false), "not busy")
            }
            #expect(delay == .seconds(seconds))
        }
    }
}
