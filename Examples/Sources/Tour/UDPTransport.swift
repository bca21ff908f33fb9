import Frame
import Glibc

/// `udp://ADDRESS:PORT?from=ADDRESS`: carries one frame a datagram between two IPv4 hosts, on the same port at both.
///
/// Nothing is secret.
struct UDPTransport: Transport {
    private let uri: EndpointURI
    private let local: sockaddr_in
    private let remote: sockaddr_in

    private static let from = URIParameter.text("from", "ADDRESS", standard: "any", help: "own address")

    static let declaration = URIDeclaration(
        "//ADDRESS:PORT", help: "one frame a UDP datagram, on the same port at both ends", from)

    init(_ uri: EndpointURI) throws {
        self.uri = uri
        let from = try uri.withParameters { try $0.take(Self.from) }
        guard let port = uri.port else { throw EndpointURIError.missingPart("port", of: uri.scheme) }
        local = try sockaddr_in(from ?? "0.0.0.0", port)
        remote = try sockaddr_in(uri.host ?? "", port)
    }

    func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
        let descriptor = socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let link = UDPLink(descriptor, name: "\(uri)", on: loop)
        for (name, call, address) in [("bind", bind, local), ("connect", Glibc.connect, remote)] {
            guard address.withPointer({ call(descriptor, $0, $1) }) == 0 else {
                let code = errno
                link.close()
                throw SystemError(call: "\(name) \(uri)", code: code, reason: String(cString: strerror(code)))
            }
        }
        return link
    }
}

extension Plugin {
    static let udp = Plugin { registry throws(RegistryError) in
        try registry.add(transport: "udp", declaring: UDPTransport.declaration) { try UDPTransport($0) }
    }
}

extension sockaddr_in {
    fileprivate init(_ host: String, _ port: UInt16) throws {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = port.bigEndian
        guard inet_pton(AF_INET, host, &sin_addr) == 1 else { throw EndpointURIError.invalidHost(host) }
    }

    fileprivate func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: self) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Self>.size)) }
        }
    }
}
