internal import Frame

extension LinkRules {
    /// Sends `frames` one batch after another, and compares what arrives.
    ///
    /// A batch waits for the one before, so that no queue has a reason to drop a frame.
    func transfer(_ frames: [ProbeFrame], from sender: LinkProbe, to receiver: LinkProbe) async throws {
        let start = await receiver.frames.count
        var sent = 0
        while sent < frames.count {
            let batch = frames[sent..<min(sent + 8, frames.count)]
            for frame in batch { try await send(frame, from: sender) }
            await sender.flush()
            sent += batch.count
            try await arrive(start + sent, at: receiver)
        }
        try await compare(frames, Array(receiver.frames.dropFirst(start)))
        try await patience.wait(for: .drained, "it did not come") { await receiver.isDrained }
    }

    private func send(_ frame: ProbeFrame, from sender: LinkProbe) async throws {
        let detail = "send goes on dropping a frame of \(frame.bytes.count) bytes though nothing is in its way"
        try await patience.wait(for: .frames, detail) {
            if await sender.send(frame) { return true }
            await sender.flush()
            return false
        }
    }

    private func arrive(_ count: Int, at receiver: LinkProbe) async throws {
        do {
            try await patience.wait(for: .frames, "a frame was lost") {
                try await receiver.check()
                return await receiver.frames.count >= count
            }
        } catch let failure as ConformanceFailure where failure.rule == .frames {
            guard await !receiver.isClosed else { throw ConformanceFailure(.frames, "the link ended by itself") }
            throw failure
        }
    }

    private func compare(_ sent: [ProbeFrame], _ received: [ProbeFrame]) throws {
        for (index, (sent, received)) in zip(sent, received).enumerated() where sent != received {
            throw ConformanceFailure(
                .frames,
                "frame \(index) of \(sent.bytes.count) bytes arrived as another, of \(received.bytes.count) bytes"
            )
        }
        guard received.count == sent.count else {
            throw ConformanceFailure(.frames, "\(sent.count) frames arrived as \(received.count)")
        }
    }
}
