import Frame

@testable import HTTP
@testable import Streams
@testable import Transports

/// What a proxy says in front of a connection: the same however it is cut, and never more of the connection than is its own.
func fuzzPreamble(_ input: Input) -> CInt {
    let bytes = Array(input.bytes)
    let whole = preamble(bytes)
    for count in 0..<bytes.count {
        switch (preamble(Array(bytes[..<count])), whole) {
        case (.needsMore, _): continue
        // What is wrong may be seen before its end has come; it must not become right by what follows.
        case (.malformed, .malformed): return 0
        case (let early, _) where early == whole: return 0
        case (let early, _): fatalError("\(early) became \(whole)")
        }
    }
    if case .read(_, let length) = whole { require(length <= ProxyPreamble.longest, "a preamble over the limit") }
    return 0
}

/// The way that a request has come: it leads back to an address, and never past somebody who is not trusted.
func fuzzForwarded(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    let name = choice & 1 == 0 ? "X-Forwarded-For" : "Forwarded"
    guard let text = input.text else { return 0 }
    var lines = text.split(separator: "\n").map { HeaderFields.Field(name, String($0)) }
    // The other kind beside it.
    if choice & 2 != 0, let first = lines.first {
        lines.append(.init(choice & 1 == 0 ? "Forwarded" : "X-Forwarded-For", first.value))
    }
    guard let path = try? ForwardedPath(HeaderFields(lines)) else { return 0 }
    guard let everybody = try? trust("0.0.0.0/0,::/0"), let near = try? trust("192.0.2.1"),
        let proxy = SocketAddress(numeric: "192.0.2.1")?.makePeerAddress()
    else { fatalError("the addresses are ours") }
    switch path.origin(behind: proxy, everybody).host {
    case .address(let first, 0), .unnamed(_, let first?):
        let text = SocketAddress(first, port: 0).host
        require(SocketAddress(numeric: text)?.ip == first, "an address that reads as another")
    case .address, .unnamed(_, nil): fatalError("an address from nowhere")
    }
    require(path.origin(behind: proxy, ProxyTrust()) == proxy, "somebody spoke who is not trusted")
    _ = path.origin(behind: proxy, near)
    return 0
}

/// Who a request says that it is from: what we write reads as what it was.
func fuzzCredentials(_ input: Input) -> CInt {
    guard let text = input.text else { return 0 }
    if let basic = BasicCredentials.decode(text) {
        require(!basic.user.contains(":"), "a name with a colon")
        require(BasicCredentials.decode(BasicCredentials.encode(basic)) == basic, "a name that reads as another")
    }
    var parser = HeadParser<RequestHead>()
    let request = Array("GET /?\(text) HTTP/1.1\r\nAuthorization: \(text)\r\n\r\n".utf8)
    guard let (head, _) = request.withUnsafeBytes({ bytes in try? parser.parse(bytes.bytes) }) else { return 0 }
    let credentials = Credentials(presentedBy: head)
    require(!credentials.blame.isEmpty, "no reason")
    return 0
}

private enum Parsed: Equatable {
    case needsMore
    case read(ProxyPreamble, length: Int)
    case malformed
}

private func preamble(_ bytes: [UInt8]) -> Parsed {
    do throws(TransportError) {
        guard let (preamble, length) = try ProxyPreamble.parse(bytes) else { return .needsMore }
        require(length <= bytes.count, "more than there is")
        return .read(preamble, length: length)
    } catch {
        return .malformed
    }
}

private func trust(_ networks: String) throws -> ProxyTrust {
    try WebSocketEndpoint(EndpointURI("ws://h/?trust-proxy=\(networks)")).proxies
}

extension SocketAddress {
    /// The address in numeric notation, without a port.
    init?(numeric text: String) {
        guard let address = try? Resolver.addresses(of: text, port: 0).first else { return nil }
        self = address
    }
}
