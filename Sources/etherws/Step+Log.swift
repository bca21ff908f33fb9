import Frame
import Logging
import Node

extension Logger {
    /// Writes down a step of a node's start.
    func log(_ step: Node.Step) {
        switch step {
        case .opening(let entry): debug("opening \(entry.uri)")
        case .admitting(let entry):
            debug("admitting \(entry.authenticator.map { "clients by \($0)" } ?? "every client")")
        case .listening(_, let address): info("listening on \(address)")
        case .connecting(let entry): debug("connecting to \(entry.names)")
        case .connected(let entry): info("connected to \(entry.names)")
        }
    }
}

extension TunnelEntry {
    fileprivate var names: String { uris.map(\.description).joined(separator: " or ") }
}
