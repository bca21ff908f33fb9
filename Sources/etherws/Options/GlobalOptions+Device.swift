import Devices
import Frame

extension GlobalOptions {
    /// The device, with the options about a TAP interface as parameters of its URI.
    ///
    /// - Parameter addresses: the interface's own addresses, with their prefix lengths.
    /// - Returns: the URI to open.
    /// - Throws: `EndpointURIError`. What an option means to a device is for the device to say.
    func deviceURI(addresses: [String]) throws -> EndpointURI {
        var uri = try EndpointURI(device, defaultScheme: "tap")
        uri.parameters += [
            TAPDevice.Parameters.mtu.given(mtu),
            TAPDevice.Parameters.address.given(addresses.isEmpty ? nil : addresses.joined(separator: ",")),
            TAPDevice.Parameters.bridge.given(bridge),
            TAPDevice.Parameters.up.given(up ? "on" : nil),
        ].compactMap(\.self)
        return uri
    }
}
