internal import Frame

/// The rules for two links that are joined, whatever joins them.
struct LinkRules: Sendable {
    let longestFrame: Int
    let patience: Patience
    /// Whether a burst that nobody can swallow has to be refused in part.
    ///
    /// A kernel drops in silence.
    let reportsDrops: Bool
    /// Opens a new pair.
    ///
    /// The links have not been started.
    let open: @Sendable () async throws -> Pair

    /// Two links that are joined, and how to be rid of what else was opened for them.
    struct Pair: Sendable {
        let left: LinkProbe
        let right: LinkProbe
        var cleanUp: @Sendable () async -> Void = {}

        /// Closes the links, and what else there is.
        func close() async {
            await left.close()
            await right.close()
            await cleanUp()
        }
    }

    /// Checks all of them, each on a pair of its own.
    func check() async throws {
        try await name()
        try await copy()
        try await frames()
        try await scratch()
        try await burst()
        try await silence()
    }

    /// Runs `body` on a new pair of started links, and closes them.
    func run(
        _ rule: ConformanceRule,
        _ body: @escaping @Sendable (LinkProbe, LinkProbe) async throws -> Void
    ) async throws {
        try await patience.limit(rule) {
            let pair = try await open()
            do {
                for probe in [pair.left, pair.right] { await probe.start() }
                try await body(pair.left, pair.right)
            } catch {
                await pair.close()
                throw error
            }
            await pair.close()
            for probe in [pair.left, pair.right] { try await probe.check() }
        }
    }

    private func name() async throws {
        try await run(.name) { left, right in
            for probe in [left, right] where await probe.name.isEmpty {
                throw ConformanceFailure(.name, "its name is empty")
            }
        }
    }

    private func frames() async throws {
        let sizes = ProbeFrame.sizes(upTo: longestFrame)
        let frames = (sizes + sizes.reversed()).enumerated().map { ProbeFrame(number: UInt32($0), size: $1) }
        try await run(.frames) { left, right in
            try await transfer(frames, from: left, to: right)
            try await transfer(frames, from: right, to: left)
        }
        try await run(.frames) { left, right in
            async let onward: Void = transfer(frames, from: left, to: right)
            try await transfer(frames, from: right, to: left)
            try await onward
        }
    }

    private func copy() async throws {
        let (first, second) = (ProbeFrame(number: 1, size: 60), ProbeFrame(number: 2, size: 60))
        try await run(.copy) { left, right in
            await left.burst(first)
            try await patience.wait(for: .frames, "the first one did not arrive") { await right.frames.contains(first) }
            _ = await left.send(second, spoiling: true)
            await left.flush()
            try await patience.wait(for: .copy, "a frame whose memory was used again did not arrive as it was") {
                await right.frames.contains(second)
            }
        }
    }

    private func scratch() async throws {
        try await run(.scratch) { left, _ in
            for size in [14, 60, 1514, longestFrame] where size <= longestFrame {
                let frame = ProbeFrame(number: 0, size: size)
                guard await left.leavesScratchAlone(sending: frame) else {
                    throw ConformanceFailure(.scratch, "it wrote there for a frame of \(size) bytes")
                }
                await left.flush()
            }
        }
    }

    /// 32 MiB at once are more than a queue may hold.
    ///
    /// The link survives them.
    private func burst() async throws {
        let count = 32 * 1024 * 1024 / longestFrame
        try await run(.bound) { left, right in
            let taken = await left.burst(ProbeFrame(number: 1, size: longestFrame), count: count)
            guard taken < count || !reportsDrops else {
                throw ConformanceFailure(.bound, "it took \(count) frames of \(longestFrame) bytes")
            }
            let last = ProbeFrame(number: 2, size: 60)
            try await patience.wait(for: .bound, "no frame gets through after a burst") {
                try await right.check()
                await left.burst(last)
                return await right.frames.contains(last)
            }
        }
    }

    private func silence() async throws {
        try await run(.silence) { left, right in
            await right.closeAtFirstFrame()
            let frame = ProbeFrame(number: 1, size: 60)
            await left.burst(frame, count: 20)
            try await patience.wait(for: .frames, "no frame arrived") { await !right.frames.isEmpty }
            // Whatever is still on its way to the closed link may come now.
            for _ in 0..<10 {
                await left.burst(frame, count: 20)
                try await Task.sleep(for: .milliseconds(2))
                try await right.check()
            }
        }
    }
}
