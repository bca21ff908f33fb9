import Frame

extension LearningSwitch {
    /// Tells the devices when there is somebody to reach, or may be at any time, and when there is not: as a cable would.
    func updateCarrier() {
        let isUpHere = isListening || ports.tunnelCount > 0
        let isUp = seat.map { $0.backplane.setReach(of: $0.number, to: isUpHere) } ?? isUpHere
        guard isUp != hasCarrier else { return }
        hasCarrier = isUp
        for port in ports.all where port.role == .device && port.isAttached { port.link.setCarrier(isUp: isUp) }
    }
}
