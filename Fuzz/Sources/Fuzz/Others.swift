import Frame

/// Endpoint URIs: what is read prints as the same again, but for its secrets.
func fuzzURI(_ input: Input) -> CInt {
    guard let text = input.text else { return 0 }
    for scheme in [nil, "tap"] {
        guard let uri = try? EndpointURI(text, defaultScheme: scheme) else { continue }
        let printed = uri.description
        require(printed.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }, "a control character")
        guard !printed.contains("••••") else { continue }
        require((try? EndpointURI(printed)) == uri, "\(printed) reads as another URI")
    }
    return 0
}

/// Ethernet headers: as long as they say, in frames as long as they are.
func fuzzEthernetHeader(_ input: Input) -> CInt {
    let bytes = Array(input.bytes)
    bytes.withUnsafeBytes { frame in
        guard let header = try? EthernetHeader(parsing: frame.bytes) else { return }
        let length = EthernetHeader.length + (header.tag == nil ? 0 : EthernetHeader.tagLength)
        require(frame.count >= length, "a header longer than its frame")
        require(MACAddress(header.source.description) == header.source, "an address that reads as another")
        require(header.vlan < 4096, "a VLAN beyond the last")
        let same = EthernetHeader(
            destination: header.destination, source: header.source, tag: header.tag, etherType: header.etherType)
        require(same == header, "a header that is another")
        require(header.source.isMulticast == (bytes[6] & 1 != 0), "a group that is none")
    }
    if let text = input.text, let address = MACAddress(text) {
        require(MACAddress(address.description) == address, "an address that reads as another")
    }
    return 0
}
