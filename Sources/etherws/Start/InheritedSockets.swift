/// The sockets that a service manager has opened for this process (sd_listen_fds(3)).
struct InheritedSockets: Equatable {
    /// Their descriptors, in the order of the unit; empty if there are none.
    let descriptors: [CInt]

    /// The first descriptor (`SD_LISTEN_FDS_START`).
    private static let first: CInt = 3
    /// More than any unit has.
    private static let most: CInt = 64

    /// Reads what the manager says.
    ///
    /// Only for the process that it names: a child of that inherits the variables, but not the right.
    init(_ environment: ProcessEnvironment) {
        let variables = environment.variables
        guard let owner = variables["LISTEN_PID"], owner == "\(environment.processID)",
            let count = variables["LISTEN_FDS"].flatMap({ CInt($0) }), (1...Self.most).contains(count)
        else {
            descriptors = []
            return
        }
        descriptors = (0..<count).map { Self.first + $0 }
    }
}
