public import Frame
internal import TLS

extension Plugin {
    /// `ws:` and `wss:`.
    public static let transports = Plugin { registry throws(RegistryError) in
        try registry.add(transport: "ws", declaring: WebSocketParameters.open) { try WebSocketTransport($0) }
        // One for all the connections of a program that this registry is for.
        let tickets = TicketStore()
        try registry.add(transport: "wss", declaring: WebSocketParameters.secure) {
            try WebSocketTransport($0, tickets: tickets)
        }
    }
}
