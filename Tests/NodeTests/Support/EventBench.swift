import Switching

@testable import Node

/// A hub, what is told to it, and what a reader of it sees.
struct EventBench {
    let hub = EventHub()

    /// Tells events that a peer can cause.
    func refuse(_ numbers: ClosedRange<Int>) {
        for number in numbers { hub.yield(.refused(address: "\(number)", reason: SwitchingError.closed)) }
    }

    /// Tells events that no peer can cause.
    func read(_ numbers: ClosedRange<Int>) {
        for number in numbers { hub.yield(.policyRead(file: "\(number)")) }
    }

    /// What a reader sees of an event: its number, what was lost before, and what it is.
    func seen(_ element: NodeEvents.Element) -> String {
        switch element.event {
        case .refused(let address, _): "\(element.number) -\(element.lostCount) refused \(address)"
        case .policyRead(let file): "\(element.number) -\(element.lostCount) read \(file)"
        default: "\(element)"
        }
    }

    /// What a reader sees of all events behind a number, once there are no more to come.
    func all(after number: UInt64 = 0) async -> [String] {
        await NodeEvents(hub: hub, start: number).reduce(into: []) { $0.append(seen($1)) }
    }
}
