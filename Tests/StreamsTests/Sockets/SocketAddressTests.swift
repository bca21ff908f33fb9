import CLinux
import Frame
import Glibc
import Linux
import Testing

@testable import Streams

@Suite struct SocketAddressTests {
    private func ip(_ text: String, port: UInt16) throws -> SocketAddress {
        SocketAddress(try #require(IPAddress(text)), port: port)
    }

    private func bytes(_ address: SocketAddress) -> [UInt8] {
        address.withSockaddr { Array(UnsafeRawBufferPointer(start: $0, count: Int($1))) }
    }

    /// Families are in the byte order of the host, which is that of all hosts this runs on.
    @Test("It is laid out as the socket calls have it (ip(7), ipv6(7))")
    func layout() throws {
        #expect(try bytes(ip("192.0.2.1", port: 443)) == [2, 0, 1, 0xbb, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0])
        let six = try bytes(ip("2001:db8::9", port: 0xfeff))
        #expect(six.count == MemoryLayout<sockaddr_in6>.size)
        #expect(
            six == [10, 0, 0xfe, 0xff, 0, 0, 0, 0, 0x20, 1, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [
                9, 0, 0, 0, 0,
            ])
    }

    @Test("A port can be read, and be another's")
    func ports() throws {
        let address = try ip("2001:db8::9", port: 0x1234)
        #expect(address.port == 0x1234)
        #expect(address.with(port: 0xabcd) == (try ip("2001:db8::9", port: 0xabcd)))
        #expect(address.with(port: 0xabcd).port == 0xabcd)
        #expect(address.ip == IPAddress("2001:db8::9"))
        #expect(try ip("192.0.2.1", port: 1).ip == IPAddress("192.0.2.1"))
    }

    @Test("A name of no file begins with NUL, and has the length that is told (unix(7))")
    func abstract() throws {
        for (name, first, length) in [("@x", 0, 4), ("/x", 0x2f, 5)] as [(String, UInt8, socklen_t)] {
            let address = try #require(SocketAddress(unix: name))
            #expect(address.family == AF_UNIX)
            address.withSockaddr { pointer, count in
                let bytes = UnsafeRawBufferPointer(start: pointer, count: Int(count))
                #expect(bytes[2] == first && bytes[3] == 0x78)
                #expect(count == length)
            }
        }
        let longest = String(repeating: "x", count: 106)
        #expect(SocketAddress(unix: "@" + longest) != nil && SocketAddress(unix: "/" + longest) != nil)
        for wrong in ["", "x", "@x" + longest, "/x" + longest] { #expect(SocketAddress(unix: wrong) == nil) }
    }

    @Test("The path of a Unix socket has room for 107 bytes")
    func paths() throws {
        for length in [1, 2, 106, 107] {
            let path = String(repeating: "x", count: length)
            let address = try #require(SocketAddress(path: path))
            #expect(bytes(address) == [1, 0] + [UInt8](repeating: 0x78, count: length) + [0])
            #expect(address.host == path && address.port == 0 && address.ip == nil)
            #expect(address.with(port: 7) == address)
        }
        for wrong in ["", String(repeating: "x", count: 108), "a\0b"] { #expect(SocketAddress(path: wrong) == nil) }
    }

    @Test("It prints with brackets where they are needed, and without a port that is not known")
    func descriptions() throws {
        #expect(try "\(ip("192.0.2.1", port: 80))" == "192.0.2.1:80")
        #expect(try "\(ip("2001:db8::9", port: 80))" == "[2001:db8::9]:80")
        #expect(try "\(ip("2001:db8::9", port: 0))" == "2001:db8::9")
        #expect("\(try #require(SocketAddress(path: "/run/x")))" == "unix:/run/x")
    }

    @Test("The zone of a link-local address is the number of its interface")
    func zones() throws {
        let loopback = if_nametoindex("lo")
        let address = try #require(try Resolver.addresses(of: "fe80::1%lo", port: 80).first)
        #expect(try address.makePeerAddress().host == .address(#require(IPAddress("fe80::1")), zone: loopback))
        for text in ["192.0.2.1", "2001:db8::9"] {
            let ip = try #require(IPAddress(text))
            #expect(SocketAddress(ip, port: 80).makePeerAddress().host == .address(ip, zone: 0))
        }
    }

    @Test("An address that was cut off in front of its zone has none")
    func short() throws {
        let whole = try #require(try Resolver.addresses(of: "fe80::1%lo", port: 80).first)
        let short = try #require(whole.withSockaddr { pointer, _ in SocketAddress(pointer, length: 27) })
        #expect(try short.makePeerAddress().host == .address(#require(IPAddress("fe80::1")), zone: 0))
    }
}
