/// Why a device cannot be what its URI says.
public enum DeviceError: Error, Equatable, CustomStringConvertible {
    /// No interface can have this name.
    case invalidInterfaceName(String)
    /// Not an address with a prefix length.
    case invalidAddress(String)
    /// Reads of the descriptor do not come one frame at a time.
    case notDatagrams(descriptor: CInt)
    /// The descriptor is a TUN interface, which carries packets without Ethernet headers.
    case notEthernet(descriptor: CInt, interface: String)
    /// The descriptor is a TAP interface that puts more than the frame in front of the frame.
    case hasPrefix(descriptor: CInt, interface: String)
    /// The loopback cable of this name has both its ends plugged in.
    case bothEndsTaken(String)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .invalidInterfaceName(let name):
            "'\(name)' is not an interface name: 1 to 15 bytes, no space, '/' or ':', and no '%' but one '%d'"
        case .invalidAddress(let text):
            "'\(text)' is not an address with a prefix length, as in '192.0.2.1/24' or '2001:db8::1/64'"
        case .notDatagrams(let descriptor):
            "descriptor \(descriptor) is neither a TAP interface nor a socket that keeps frames apart"
        case .notEthernet(let descriptor, let interface):
            "descriptor \(descriptor) is the TUN interface \(interface), which carries no Ethernet frames"
        case .hasPrefix(let descriptor, let interface):
            "descriptor \(descriptor) is the TAP interface \(interface) without IFF_NO_PI"
        case .bothEndsTaken(let name): "both ends of the cable 'loopback:\(name)' are taken"
        }
    }
}
