extension Host {
    /// Waits for an interface.
    func waits(for interface: String) async throws {
        try await eventually("the interface \(interface)", holds: { try await self.has(interface) })
    }

    /// Waits until nothing runs here any more.
    func isDeserted() async throws {
        try await eventually("the end of all processes", holds: { try await self.processes.isEmpty })
    }
}
