package import Frame

// A switch's life in a stack.
extension LearningSwitch {
    /// Joins the others of a stack, before any port is attached.
    package func join(_ seat: Backplane.Seat) {
        self.seat = seat
        accounts = seat.backplane.accounts
        trunks = seat.backplane.seat(self, at: seat.number)
    }

    /// Parts from the others.
    package func leaveStack() {
        guard let seat else { return }
        seat.backplane.unseat(seat.number)
    }

    /// Plugs in this switch's queue of a device that all share, and starts it.
    ///
    /// The stack reports one port, whichever switch is the first to have it.
    package func attach(_ link: any Link, queueOf device: SharedDevice, entry: String? = nil) -> PortID {
        let id = plugIn(link, device.id, as: .device, entry: entry, queueOf: device)
        // Another queue may have ended while this one was opened.
        if device.hasEnded { detach(id) }
        return id
    }

    /// Where this switch's queue of a device is, if it has one.
    func queuePlace(of device: UInt8) -> UInt32? {
        let index = Int(device) - 1
        guard queuePlaces.indices.contains(index), queuePlaces[index] != ForwardingTable.nowhere else { return nil }
        return queuePlaces[index]
    }

    /// Notes where this switch's queue of a device is.
    func setQueuePlace(of device: SharedDevice, to place: UInt32) {
        let index = Int(device.number) - 1
        while queuePlaces.count <= index { queuePlaces.append(ForwardingTable.nowhere) }
        queuePlaces[index] = place
    }

    /// Looks after what other switches have brought: news of the stack, and frames.
    func answer(isNotice: Bool) {
        if isNotice {
            updateCarrier()
            // A device ends with the first of its queues.
            for port in ports.all where port.device?.hasEnded == true { detach(port.id) }
        }
        takeFromTrunks()
    }
}
