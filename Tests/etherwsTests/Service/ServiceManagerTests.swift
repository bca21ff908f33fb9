import CLinux
import Glibc
import Streams
import Testing

@testable import etherws

@Suite struct ServiceManagerTests {
    @Test(
        "The service manager is told when the tunnel is ready and when it closes",
        arguments: ["/tmp/etherws-notify-", "@etherws-notify-"])
    func notifies(prefix: String) throws {
        let name = prefix + "\(getpid())"
        defer { unlink(name) }
        let socket = try listen(on: name)
        defer { close(socket) }
        let manager = ServiceManager(socketName: name)
        manager.ready()
        #expect(receive(socket) == "READY=1")
        manager.stopping()
        #expect(receive(socket) == "STOPPING=1")
        manager.alive()
        #expect(receive(socket) == "WATCHDOG=1")
        let before = microseconds()
        manager.reloading()
        let after = microseconds()
        let lines = receive(socket).split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        // Since the machine was started, in microseconds.
        let time = lines.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) } ?? 0
        #expect((before...after).contains(time))
    }

    @Test(
        "Without a service manager, or with one that has gone, nothing happens",
        arguments: [nil, "", "relative", "/nowhere/notify"])
    func silence(name: String?) {
        ServiceManager(socketName: name).ready()
    }

    @Test(
        "A sign of life is due within the time that the manager names to this process",
        arguments: [
            ("30000000", nil, .seconds(30)), ("30000000", "77", .seconds(30)), ("30000000", "78", nil), ("0", nil, nil),
            ("1", nil, .microseconds(1)),
            ("-1", nil, nil), ("soon", nil, nil), (nil, nil, nil), (nil, "77", nil),
        ] as [(String?, String?, Duration?)])
    func watchdog(microseconds: String?, owner: String?, limit: Duration?) {
        #expect(ServiceManager.watchdogLimit(microseconds, for: owner, self: 77) == limit)
    }

    private func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    private func listen(on name: String) throws -> CInt {
        let socket = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
        let address = try #require(SocketAddress(unix: name))
        let bound = address.withSockaddr { bind(socket, $0, $1) }
        try #require(bound == 0)
        return socket
    }

    private func receive(_ socket: CInt) -> String {
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = recv(socket, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
