import Glibc

@testable import HTTP
@testable import WebSocket

/// Serves one peer after another, as the suite's client comes.
struct EchoServer {
    private let door: Socket
    private let handshake: ServerHandshake

    init(port: UInt16, compresses: Bool) throws {
        door = try Socket.listening(on: port)
        handshake = ServerHandshake(compression: compresses ? Compression() : nil)
    }

    func run() throws -> Never {
        print("ready")
        fflush(nil)
        while true {
            let peer = try door.accept()
            try? serve(peer)
        }
    }

    private func serve(_ peer: Socket) throws {
        var connection = Connection(peer, role: .server)
        guard let request = try connection.readHead(RequestHead.self) else { return }
        let acceptance = try handshake.accept(request)
        acceptance.response.withUnsafeBytes { peer.send($0) }
        _ = connection.echo(acceptance.agreement)
    }
}
