import Frame
import Linux
import Node
import Switching

/// Opening what a URI names, for tests that do not care for the names of entries.
extension Node {
    private static let count = Locked(0)

    private var newName: String {
        Self.count.withLock { count in
            count += 1
            return "entry \(count)"
        }
    }

    @discardableResult
    func open(device uri: EndpointURI) async throws -> PortID { try await add(DeviceEntry(newName, uri)) }

    @discardableResult
    func connect(_ uri: EndpointURI, as credentials: Credentials = .none) async throws -> PortID {
        try await add(TunnelEntry(newName, [uri], as: credentials))
    }

    @discardableResult
    func listen(_ uri: EndpointURI, authenticator: EndpointURI? = nil) async throws -> EndpointURI {
        try await add(ListenerEntry(newName, uri, authenticator: authenticator))
    }
}
