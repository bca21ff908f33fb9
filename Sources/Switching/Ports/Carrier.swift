import Frame

/// Tells the devices of a switch when there is a peer to reach, or may be at any time, and when there is not: as a cable would.
final class Carrier {
    private let ports: PortList
    private let stack: StackMember
    /// Whether peers may come at any time, so that devices have carrier even while none is there.
    private(set) var isListening = false
    /// What devices were told last.
    private var isUp = false

    init(_ ports: PortList, _ stack: StackMember) { (self.ports, self.stack) = (ports, stack) }

    /// Says whether peers may come at any time.
    func listen(_ isListening: Bool) {
        self.isListening = isListening
        update()
    }

    /// Tells a device that was just plugged in.
    func begin(_ port: Port) {
        guard port.role == .device, port.isAttached else { return }
        (port.link as? any HostLink)?.setCarrier(isUp: isUp)
    }

    /// Tells all devices, if there is something new to tell.
    func update() {
        let isUp = stack.setReach(to: isListening || ports.tunnelCount > 0)
        guard isUp != self.isUp else { return }
        self.isUp = isUp
        for port in ports.all { begin(port) }
    }
}
