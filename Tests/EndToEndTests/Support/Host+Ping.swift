extension Host {
    /// Whether three pings to an address are answered.
    ///
    /// - Parameter size: bytes behind the ICMP header; with a size, no router may fragment the packets.
    func reaches(_ address: String, size: Int? = nil) async throws -> Bool {
        let whole = size.map { ["-M", "do", "-s", "\($0)"] } ?? []
        let ping = try start(["ping", "-n", "-c", "3", "-i", "0.1", "-w", "10"] + whole + [address])
        return try await ping.outcome().exitCode == 0
    }
}
