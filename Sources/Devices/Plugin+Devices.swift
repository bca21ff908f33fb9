public import Frame

extension Plugin {
    /// `tap:`, `fd:` and `loopback:`.
    ///
    /// Each registry has loopback cables of its own.
    public static let devices = Plugin { registry throws(RegistryError) in
        let panel = PatchPanel()
        try registry.add(device: "tap", declaring: TAPDevice.declaration) { try TAPDevice($0) }
        try registry.add(device: "fd", declaring: DescriptorDevice.declaration) { try DescriptorDevice($0) }
        try registry.add(device: "loopback", declaring: LoopbackDevice.declaration) {
            try LoopbackDevice($0, on: panel)
        }
    }
}
