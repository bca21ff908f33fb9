import Frame

@testable import Auth
@testable import Streams
@testable import Switching
@testable import TLS
@testable import Transports

/// Policy files: what is read is somebody's, and what is not understood is told with its line.
func fuzzPolicy(_ input: Input) -> CInt {
    let bytes = Array(input.bytes)
    let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    do throws(PortPolicies.LineError) {
        let policies = try PortPolicies(standard: PortPolicy(), parsing: bytes)
        require(policies.ofPrincipals.count <= lineCount, "more principals than lines")
        require(policies.ofPrincipals.keys.allSatisfy { !$0.name.isEmpty }, "a policy for nobody")
        for policy in policies.ofPrincipals.values {
            require(policy == policy, "a policy that is another")
            _ = policy.etherTypes?.contains(.arp)
            require(
                policy.etherTypes?.contains(EtherType(rawValue: 0))
                    == policy.etherTypes?.contains(EtherType(rawValue: 1)), "a length")
        }
    } catch {
        require((1...lineCount).contains(error.line), "a line that is not there")
        require(!"\(error)".isEmpty, "no reason")
    }
    return 0
}

/// Host, path and parameters of `ws:` and `wss:` URIs: pins, ciphers, addresses, numbers, permissions.
func fuzzEndpoint(_ input: Input) -> CInt {
    guard let text = input.text else { return 0 }
    let whole = text.hasPrefix("//") ? text : "//host/?" + text
    for scheme in ["ws", "wss"] {
        guard let uri = try? EndpointURI("\(scheme):" + whole), let endpoint = try? WebSocketEndpoint(uri) else {
            continue
        }
        for pin in endpoint.security.pins {
            require((try? PublicKeyPin("\(pin)")) == pin, "a pin that reads as another")
        }
        if case .unix(_, let mode) = endpoint.listenAddress { require(mode <= 0o777, "more than permissions") }
        check(endpoint)
        require(endpoint.hostField.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }, "a host of more than one word")
    }
    return 0
}

/// What is made of an endpoint by a client and by a server.
private func check(_ endpoint: WebSocketEndpoint) {
    let connects = (try? endpoint.checkForConnecting()) != nil
    let listens = (try? endpoint.checkForListening()) != nil
    require(connects || listens || endpoint.dialing != DialOptions() || endpoint.security.judgesServer, "no use at all")
    require(endpoint.target.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }, "a target of more than one word")
    require(endpoint.security.mayResume == (endpoint.security.revocations == nil), "sessions that outlive a revocation")
    require(endpoint.ticketKey == endpoint.ticketKey, "sessions of two servers in one")
    for address in [SocketAddress(path: "/tmp/socket"), SocketAddress(numeric: "192.0.2.1")] {
        guard let address else { fatalError("the addresses are ours") }
        require(
            endpoint.proxies != ProxyTrust() || !endpoint.proxies.trusts(address.makePeerAddress()),
            "trust that was not given")
    }
    _ = (endpoint.serverName, endpoint.authority, endpoint.subprotocols)
}

/// Files of the names in certificates: whoever is found has a name.
func fuzzNames(_ input: Input) -> CInt {
    let names = CertificateNames(parsing: Array(input.bytes))
    require(names.malformed <= input.bytes.count, "more lines than there are")
    guard let text = input.text else { return 0 }
    for line in text.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let principal = names.principal(of: [String(parts[1])])?.name else { continue }
        require(!principal.isEmpty && !principal.utf8.contains { $0 < 0x20 || $0 == 0x7f }, "no name")
    }
    return 0
}
