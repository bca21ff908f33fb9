internal import Linux

/// The tickets of a program's clients, a few for each server.
///
/// A ticket is used once, so that nobody who watches can tell two connections of one client by it (RFC 8446 §C.4).
package final class TicketStore: Sendable {
    /// For whom a ticket is good: a session that was begun with other trust must not be resumed with more.
    package struct Key: Hashable, Sendable {
        package let options: TLSOptions
        package let host: String
        package let port: UInt16

        package init(options: TLSOptions, host: String, port: UInt16) {
            (self.options, self.host, self.port) = (options, host, port)
        }
    }

    /// The most servers whose tickets are kept.
    package static let capacity = 64

    private let tickets = Locked<[Key: TLSTicket]>([:])

    package init() {}

    /// Keeps the newest ticket for a server.
    package func put(_ ticket: TLSTicket, for key: Key) {
        tickets.withLock { tickets in
            if tickets.count >= Self.capacity, tickets[key] == nil, let other = tickets.keys.first {
                tickets[other] = nil
            }
            tickets[key] = ticket
        }
    }

    /// Takes the ticket for a server, if there is one.
    package func take(for key: Key) -> TLSTicket? { tickets.withLock { $0.removeValue(forKey: key) } }
}
