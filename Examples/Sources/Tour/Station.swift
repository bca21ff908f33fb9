import Frame

/// A host with a network card: what it hears can be waited for.
actor Station {
    private let link: any Link
    private let loop: any EventLoop
    private let heard: AsyncStream<[UInt8]>.Continuation
    private var ear: AsyncStream<[UInt8]>.Iterator

    /// A link lives on its loop, and so does whoever owns it.
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ link: sending any Link, on loop: any EventLoop) {
        let (frames, heard) = AsyncStream.makeStream(of: [UInt8].self)
        (self.link, self.loop, ear) = (link, loop, frames.makeAsyncIterator())
        self.heard = heard
    }

    func start() { link.start(Ear(heard)) }

    func say(_ text: String, to destination: String, from source: String) {
        let octets = [destination, source].flatMap { $0.split(separator: ":") }.compactMap { UInt8($0, radix: 16) }
        // 0x88b5 is for local experiments (IEEE 802-2014 §9.2.4).
        let frame = octets + [0x88, 0xb5] + text.utf8
        _ = link.send(frame.span.bytes)
        link.flush()
    }

    /// The text of the next frame, and who sent it.
    func listen() async throws -> (text: String, source: MACAddress)? {
        var ear = ear
        guard let frame = await ear.next(isolation: self) else { return nil }
        self.ear = ear
        let header = try EthernetHeader(parsing: frame.span.bytes)
        return (String(decoding: frame.dropFirst(EthernetHeader.length), as: UTF8.self), header.source)
    }

    private final class Ear: FrameReceiver {
        let heard: AsyncStream<[UInt8]>.Continuation

        init(_ heard: AsyncStream<[UInt8]>.Continuation) { self.heard = heard }

        func received(_ frame: RawSpan, _ offload: Offload) { heard.yield(frame.withUnsafeBytes { Array($0) }) }
        func dropped(_ reason: DropReason) {}
        func drained() {}
        func closed(_ reason: (any Error)?) { heard.finish() }
    }
}
