import Frame

@testable import Offloading
@testable import Switching

/// What is to come out of a node, and what is to be counted, by a model that knows neither joining nor segmenting.
struct NodeExpectation {
    private let bench: NodeBench
    private var model: SwitchModel
    private var ports: [Expected]

    private struct Expected {
        /// Frames that are to come out, in order.
        var frames: [[UInt8]] = []
        /// Frames that cannot come out, because their header contradicts them.
        var refusals = 0
        /// Frames that go out with a header that contradicts them, for a kernel to refuse.
        var contradictions = 0
        /// What came in and went nowhere.
        var faults: [SwitchModel.Fault: UInt64] = [:]
        var texts: UInt64 = 0
    }

    init(_ bench: NodeBench) {
        self.bench = bench
        model = SwitchModel(ports: bench.ports.count)
        ports = bench.ports.map { _ in Expected() }
    }

    func isClosed(_ port: Int) -> Bool { !model.open.contains(port) }

    mutating func close(_ port: Int) { model.close(port) }

    mutating func hasText(at port: Int) { ports[port].texts += 1 }

    /// Less came than a header.
    mutating func isRunt(at port: Int) { ports[port].faults[.runt, default: 0] += 1 }

    /// A frame comes in, of a tunnel without its header.
    mutating func arrives(_ headed: HeadedFrame, at port: Int) {
        var headed = headed
        if bench.ports[port].kernel?.hasHeader != true { headed = HeadedFrame(headed.frame) }
        // Too much for a message: that is the end of the link, and not a frame.
        guard bench.ports[port].peer == nil || headed.frame.count <= 65_553 else { return }
        // An unknown kind of segmentation.
        guard let offload = headed.offload else { return isRunt(at: port) }
        switch model.way(of: headed.frame, from: port) {
        case .nowhere(let fault): ports[port].faults[fault, default: 0] += 1
        case .ports(let others):
            let frames = headed.ordinaryFrames
            for other in others { leaves(headed, frames, needing: offload.required, by: other) }
        }
    }

    private mutating func leaves(
        _ headed: HeadedFrame,
        _ frames: [[UInt8]]?,
        needing required: LinkCapabilities,
        by port: Int
    ) {
        let isPassedOn = bench.ports[port].kernel != nil && bench.ports[port].link.capabilities.isSuperset(of: required)
        let isTooLong = (headed.headersEnd ?? 0) > Segmenter.maximumHeaderLength && headed.type & 0x7f != 0
        if let frames, isPassedOn || !isTooLong {
            ports[port].frames += frames
        } else if isPassedOn {
            ports[port].contradictions += 1
        } else {
            ports[port].refusals += 1
        }
    }

    /// Compares what has come out and what was counted.
    func check() {
        for (index, port) in bench.ports.enumerated() {
            require(bench.isOver(index) == isClosed(index), "port \(index) has ended, or has not")
            require(port.far.contradictions <= ports[index].contradictions, "a header that contradicts its frame")
        }
        // Whose frames were lost on their way in was perhaps not learned.
        guard !bench.ports.indices.contains(where: { bench.drops(on: $0)[.congested] > 0 }) else { return }
        for index in bench.ports.indices { check(index) }
    }

    private func check(_ index: Int) {
        let (expected, drops) = (ports[index], bench.drops(on: index))
        let isFull = drops[.queueFull] + drops[.unsupportedOffload] > UInt64(expected.refusals)
        require(
            isFull || isClosed(index) || drops[.queueFull] + drops[.unsupportedOffload] == UInt64(expected.refusals),
            "refusals")
        Flows(expected.frames).compare(
            with: Flows(bench.ports[index].far.frames), mayLose: isFull || isClosed(index), "port \(index)")
        let counts: [(DropReason, UInt64)] = [
            (.runt, expected.faults[.runt] ?? 0), (.oversized, expected.faults[.oversized] ?? 0),
            (.multicastSource, expected.faults[.multicastSource] ?? 0),
            (.nullSource, expected.faults[.nullSource] ?? 0),
            (.reservedAddress, expected.faults[.reserved] ?? 0), (.reflected, expected.faults[.reflected] ?? 0),
            (.notBinary, expected.texts),
        ]
        for (reason, count) in counts {
            require(drops[reason] == count, "port \(index): \(drops[reason]) dropped as \(reason) instead of \(count)")
        }
    }
}
