import Frame

@testable import HTTP
@testable import Streams

/// Answers of an HTTP proxy: however they are cut, the same comes of them; and what it asks for never changes our next request but for
/// one field.
func fuzzConnect(_ input: Input) -> CInt {
    var input = input
    let step = input.choice()
    let bytes = Array(input.bytes)
    let (whole, request) = converse(connect(), [bytes.count], bytes)
    let (cut, _) = converse(connect(), Array(input.prefixes(step: step)), bytes)
    require(whole == cut, "\(whole) is not \(cut)")
    guard whole == .step(.reconnect) else { return 0 }
    var parser = HeadParser<RequestHead>()
    let head = request.withUnsafeBytes { bytes in try? parser.parse(bytes.bytes) }
    require(head?.length == request.count, "a request that is more or less than one")
    let names = head?.head.fields.lines.map(\.name)
    require(names == ["Host", "Proxy-Authorization"], "a request with other fields")
    return 0
}

/// Answers of a SOCKS proxy: they lead somewhere within a few turns, however they are cut.
func fuzzSOCKS(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    let credentials = choice & 1 == 0 ? nil : Credentials.Basic(user: "ann", password: "secret")
    guard var handshake = try? SOCKSHandshake(to: "example.com", port: 443, as: credentials) else {
        fatalError("the host is ours")
    }
    require(!handshake.begin().isEmpty, "nothing to say")
    var rest = Array(input.bytes)
    for _ in 0..<3 {
        let prefixes = [0] + (0...rest.count)
        var next: Int?
        for count in prefixes where next == nil {
            switch try? handshake.advance(Array(rest[..<count])) {
            case .needsMore: continue
            case .send(let bytes):
                require(!bytes.isEmpty, "nothing to say")
                next = count
            case .open, .reconnect, nil: return 0
            }
        }
        guard let next else { return 0 }
        rest.removeFirst(next)
    }
    fatalError("more turns than the protocol has")
}

private enum Conversation: Equatable {
    case step(ProxyStep)
    case failed(ProxyError)
}

private func connect() -> ConnectHandshake {
    let credentials = Credentials.Basic(user: "ann", password: "secret")
    guard let handshake = try? ConnectHandshake(to: "example.com:443", as: credentials, makeNonce: { "0" }) else {
        fatalError("the host is ours")
    }
    return handshake
}

/// What comes of the bytes, shown in these pieces, and what is said next.
private func converse(_ handshake: ConnectHandshake, _ prefixes: [Int], _ bytes: [UInt8]) -> (Conversation, [UInt8]) {
    var handshake = handshake
    _ = handshake.begin()
    do throws(ProxyError) {
        for count in prefixes {
            let step = try handshake.advance(Array(bytes[..<count]))
            // That somebody speaks in the server's place depends on when he does.
            if step == .open { return (.failed(.malformed("it speaks in the server's place")), []) }
            if step != .needsMore { return (.step(step), handshake.begin()) }
        }
        return (.step(.needsMore), [])
    } catch {
        return (.failed(error), [])
    }
}
