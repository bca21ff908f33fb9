/// What happens at a node, step by step, and what is to come of it.
struct NodeScript {
    let bench: NodeBench
    var expectation: NodeExpectation
    private var packets: [PacketScript]
    /// The port that has spoken last.
    private var speaker = 0
    /// Bytes that are still to be spent.
    private var budget = 350_000
    private var longPauses = 4

    init(_ bench: NodeBench) {
        self.bench = bench
        expectation = NodeExpectation(bench)
        packets = bench.ports.map { _ in PacketScript() }
    }

    mutating func run(_ input: inout Input) {
        var count = 0
        while !input.isEmpty, count < 64, budget > 0 {
            step(&input)
            count += 1
        }
        bench.finish()
    }

    /// Takes a step out of the input.
    ///
    ///     bits  6–5: where frames go  4–3: the port that speaks  2–0: what it does
    private mutating func step(_ input: inout Input) {
        let kind = input.choice()
        let port = Int(kind >> 3 & 3) % bench.ports.count
        // Between ports the order is the node's own.
        if port != speaker { bench.settle() }
        speaker = port
        let destination = Int(kind >> 5 & 3) % bench.ports.count
        switch kind & 7 {
        case 0, 1: send(HeadedFrame(next(&input, to: destination).frame))
        case 2: burst(&input, to: destination)
        case 3: sendLarge(&input, to: destination)
        case 4: sendOdd(&input, to: destination)
        case 5: bench.settle()
        case 6: change(&input)
        default: breakOff(&input)
        }
    }

    private var peer: FarPeer? { bench.ports[speaker].peer }
    private var kernel: FarKernel? { bench.ports[speaker].kernel }

    private mutating func next(_ input: inout Input, to destination: Int) -> Packet {
        packets[speaker].next(
            &input, from: [2, 0, 0, 0, 0, UInt8(1 + speaker)], to: [2, 0, 0, 0, 0, UInt8(1 + destination)])
    }

    /// - Parameter piece: bytes in each WebSocket frame; 0 for all in one.
    private mutating func send(_ headed: HeadedFrame, piece: Int = 0) {
        guard !expectation.isClosed(speaker) else { return }
        var headed = headed
        // One byte in each segment only where there are few of them.
        if headed.segmentSize > 0 { headed.segmentSize = max(headed.segmentSize, headed.frame.count / 16_384) }
        budget -= headed.frame.count
        expectation.arrives(headed, at: speaker)
        if let peer {
            peer.queueMessage(headed.frame, piece: piece)
            // "1009 … a message that is too big" (RFC 6455 §7.4.1).
            if headed.frame.count > 65_553 { end() }
        }
        kernel?.queue(kernel?.hasHeader == true ? headed.bytes : headed.frame)
        // No more than the sockets of the others have room for.
        if bench.ports[speaker].far.pendingOutputCount > 100_000 { bench.settle() }
    }

    private mutating func burst(_ input: inout Input, to destination: Int) {
        let count = Int(input.choice() & 0x7f)
        let packet = next(&input, to: destination)
        let packets = packets[speaker].burst(packet, count: min(count, budget / max(1, packet.size)))
        for (index, packet) in packets.enumerated() {
            send(HeadedFrame(packet.frame))
            if index % 128 == 127 { bench.settle() }
        }
    }

    /// A super-frame from a device; a message in pieces from a peer.
    private mutating func sendLarge(_ input: inout Input, to destination: Int) {
        let size = input.length()
        let packet = next(&input, to: destination)
        send(kernel == nil ? HeadedFrame(packet.frame) : HeadedFrame(packet, segmentSize: size), piece: size)
    }

    /// A frame with a header that lies from a device; from a peer what is no frame.
    private mutating func sendOdd(_ input: inout Input, to destination: Int) {
        guard let peer else {
            let size = input.length()
            var headed = HeadedFrame(next(&input, to: destination), segmentSize: size)
            headed.lie(&input)
            return send(headed)
        }
        guard !expectation.isClosed(speaker) else { return }
        let kind = input.choice()
        let payload = input.take(Int(kind >> 2))
        switch kind & 3 {
        case 0: peer.queueFrame(0x89, payload)
        case 1: peer.queueFrame(0x8a, payload)
        case 2:
            peer.queueFrame(0x81, payload.map { $0 & 0x7f })
            expectation.hasText(at: speaker)
        default:
            peer.queueMessage(payload)
            expectation.arrives(HeadedFrame(payload), at: speaker)
        }
    }

    /// Time, and how fast everyone is.
    private mutating func change(_ input: inout Input) {
        let kind = input.choice()
        switch kind & 7 {
        case 0, 1: bench.loop.advance(by: .milliseconds(kind >> 3))
        case 2 where longPauses > 0:
            longPauses -= 1
            bench.pause(seconds: 16)
        case 3: bench.ports[Int(kind >> 3) % bench.ports.count].isStalled.toggle()
        case 4: bench.loop.letHandlersTake(.microseconds(100 * Int(kind >> 3)))
        case 5:
            // Time passes while there is more than is taken.
            for _ in 0..<(kind >> 3) {
                _ = bench.turn()
                bench.loop.advance(by: .milliseconds(2))
            }
        case 6: _ = bench.turn(atMost: 1 + Int(kind >> 3) * 64)
        case 7: bench.probe()
        default: break
        }
    }

    /// Breaks the protocol, or goes without a word, which ends the speaker's link; from a device, what no kernel would say.
    private mutating func breakOff(_ input: inout Input) {
        guard !expectation.isClosed(speaker) else { return }
        let kind = input.choice()
        guard kind < 0xf8 else {
            bench.settle()
            bench.ports[speaker].far.vanish()
            return end()
        }
        guard let peer else {
            let bytes = input.take(Int(kind))
            guard !bytes.isEmpty else { return }
            guard kernel?.hasHeader == true else { return send(HeadedFrame(bytes)) }
            guard let headed = HeadedFrame(reading: bytes) else {
                expectation.isRunt(at: speaker)
                return kernel.map { $0.queue(bytes) } ?? ()
            }
            return send(headed)
        }
        peer.queue(Violation.all[Int(kind) % Violation.all.count](peer.nearRole))
        end()
    }

    private mutating func end() {
        bench.settle()
        expectation.close(speaker)
    }
}
