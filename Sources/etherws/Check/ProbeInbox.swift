import Frame
internal import Streams

/// Notes the first frame that arrives on a link, and its end.
final class ProbeInbox: FrameReceiver {
    /// What arrived first.
    struct Arrival: Equatable {
        let byteCount: Int
        let type: EtherType
    }

    private(set) var first: Arrival?
    /// Ours: what something simpler than a switch sends back does not count.
    private let address: MACAddress
    /// Why the link has ended, if it has.
    private(set) var end: (any Error)?
    /// Called when there is something new.
    private var isNews: () -> Void = {}

    init(ignoring address: MACAddress) { self.address = address }

    /// Has an action called whenever there is something new, in place of any before.
    func atNews(_ action: @escaping () -> Void) { isNews = action }

    func received(_ frame: RawSpan, _ offload: Offload) {
        guard first == nil, let header = try? EthernetHeader(parsing: frame), header.source != address else { return }
        first = Arrival(byteCount: frame.byteCount, type: header.etherType)
        isNews()
    }

    func dropped(_ reason: DropReason) {}

    func drained() {}

    func closed(_ reason: (any Error)?) {
        end = reason ?? TransportError.unreachable("the other end has closed the connection")
        isNews()
    }
}
