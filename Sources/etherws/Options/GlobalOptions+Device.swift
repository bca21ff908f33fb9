import Frame

extension GlobalOptions {
    /// The device, with the options about a TAP interface as parameters of its URI.
    ///
    /// - Parameter address: the interface's own address with its prefix length.
    /// - Returns: the URI to open.
    /// - Throws: `EndpointURIError`. What an option means to a device is for the device to say.
    func deviceURI(address: String?) throws -> EndpointURI {
        var uri = try EndpointURI(device, defaultScheme: "tap")
        let parameters = [
            ("mtu", mtu.map(String.init)), ("address", address), ("bridge", bridge), ("up", up ? "on" : nil),
        ]
        for case (let name, let value?) in parameters { uri.parameters.append(.init(name, value)) }
        return uri
    }
}
