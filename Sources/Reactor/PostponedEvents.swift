internal import Frame

/// Events of costly handlers, in the order in which they wait for their turn.
struct PostponedEvents {
    /// Those before `next` have had their turn.
    private var events: [EpollSet.Event] = []
    private var next = 0

    /// Those that have had their turn are forgotten when there are as many as this.
    private static let mostHandled = 256

    var isEmpty: Bool { next == events.count }
    /// How many there is room for, those that have had their turn among them.
    var storedCount: Int { events.count }

    /// Puts an event at the end of the line.
    mutating func append(_ event: EpollSet.Event) { events.append(event) }

    /// Takes out the event that has waited longest.
    mutating func popFirst() -> EpollSet.Event? {
        guard !isEmpty else { return nil }
        defer { next += 1 }
        return events[next]
    }

    /// Closes ranks, once it is worth while.
    mutating func forgetHandled() {
        guard isEmpty || next >= Self.mostHandled else { return }
        events.removeSubrange(..<next)
        next = 0
    }
}
