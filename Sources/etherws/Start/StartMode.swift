/// Which part of a start this process plays.
enum StartMode: Equatable {
    /// Does the work itself, where it was started.
    case foreground
    /// Starts a process that does the work, and returns when that is ready.
    case launcher
    /// Is the process that a launcher started, and reports to it through this descriptor.
    case background(handover: CInt)

    /// Finds out.
    ///
    /// A service manager that waits for a notification (sd_notify(3)) or hands sockets over, and a container whose first process this is all want
    /// the process that they started to be the one that works.
    init(
        isForeground: Bool,
        handover: CInt?,
        processID: CInt,
        notifySocket: String?,
        hasInheritedSockets: Bool = false
    ) {
        if let handover {
            self = .background(handover: handover)
        } else if isForeground || processID == 1 || hasInheritedSockets || notifySocket?.isEmpty == false {
            self = .foreground
        } else {
            self = .launcher
        }
    }
}
