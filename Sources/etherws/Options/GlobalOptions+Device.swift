import Frame

extension GlobalOptions {
    /// The device, with the options about a TAP interface as parameters of its URI.
    ///
    /// - Parameter addresses: the interface's own addresses, with their prefix lengths.
    /// - Returns: the URI to open.
    /// - Throws: `EndpointURIError`. What an option means to a device is for the device to say.
    func deviceURI(addresses: [String]) throws -> EndpointURI {
        let options = [
            ("mtu", mtu.map(String.init)),
            ("address", addresses.isEmpty ? nil : addresses.joined(separator: ",")),
            ("bridge", bridge),
            ("up", up ? "on" : nil),
        ]
        var uri = try EndpointURI(device, defaultScheme: "tap")
        for case (let name, let value?) in options { uri.parameters.append(.init(name, value)) }
        return uri
    }
}
