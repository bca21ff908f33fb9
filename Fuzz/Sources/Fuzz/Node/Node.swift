/// A whole node: two tunnels over socket pairs, a switch, and one or two devices.
///
/// What comes out is what went in, byte for byte and in the order of its flow, or was dropped and counted; whatever comes, the node lives.
/// Devices have a `virtio_net_hdr` in front of each frame, or none, and what they say in it may be a lie.
func fuzzNode(_ input: Input) -> CInt {
    var input = input
    let setting = NodeSetting(&input)
    let bench = NodeBench(setting)
    if setting.isRaw {
        throwBytes(&input, at: bench)
    } else {
        var script = NodeScript(bench)
        script.run(&input)
        script.expectation.check()
    }
    bench.close()
    return 0
}

/// Bytes of any kind, in pieces: what comes out is frames at least.
private func throwBytes(_ input: inout Input, at bench: NodeBench) {
    while !input.isEmpty {
        let kind = input.choice()
        let port = bench.ports[Int(kind & 3) % bench.ports.count]
        let bytes = input.take(1 + Int(kind >> 2))
        port.peer?.queue(bytes)
        port.kernel?.queue(bytes)
        bench.settle()
    }
    bench.finish()
    for port in bench.ports {
        require(port.far.frames.allSatisfy { (14...65_553).contains($0.count) }, "what is no frame")
    }
}
