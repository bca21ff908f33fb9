import Frame
import Node
import Testing
import Transports

@testable import etherws

/// What tests ask of a plan.
extension RunPlan {
    var device: EndpointURI? { node.devices.count == 1 ? node.devices[0].uri : nil }
    var listenURI: EndpointURI? { node.listeners.count == 1 && node.tunnels.isEmpty ? node.listeners[0].uri : nil }
    var authenticator: EndpointURI? { node.listeners.first?.authenticator }
    var serverURIs: [EndpointURI] { node.listeners.isEmpty && node.tunnels.count == 1 ? node.tunnels[0].uris : [] }
    var serverURI: EndpointURI? { serverURIs.count == 1 ? serverURIs[0] : nil }
    var user: String? { if case .password(let user) = login { user } else { nil } }
    var tokenFile: String? { if case .token(let file) = login { file } else { nil } }

    /// What the operator is warned of by transports.
    var warnings: [String] {
        get throws { try (node.listeners.map(\.uri) + serverURIs).flatMap { try WebSocketTransport($0).warnings } }
    }
}
