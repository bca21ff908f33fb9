import Devices
import Frame
import Synchronization

/// One end of a loopback cable that writes down what is sent by it.
struct RecordingDevice: Device {
    let cable: LoopbackDevice
    let record: Record

    /// What was sent by all ends, in order.
    final class Record: Sendable {
        enum Call: Hashable {
            /// A frame of this length, with this number.
            case send(size: Int, number: Int)
            case flush
        }

        private let all = Mutex<[Call]>([])

        var calls: [Call] { all.withLock { $0 } }

        func add(_ call: Call) { all.withLock { $0.append(call) } }

        func count(_ call: Call) -> Int { calls.count { $0 == call } }
    }

    func open(on loop: any EventLoop) async throws -> sending any Link {
        RecordingLink(try await cable.open(on: loop), record)
    }

    private final class RecordingLink: Link {
        private let inner: any Link
        private let record: Record

        init(_ inner: sending any Link, _ record: Record) { (self.inner, self.record) = (inner, record) }

        var name: String { inner.name }

        func start(_ receiver: any FrameReceiver) { inner.start(receiver) }

        func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
            let bytes = frame.withUnsafeBytes { Array($0[8..<12]) }
            let number = bytes.reduce(0) { $0 << 8 | Int($1) }
            record.add(.send(size: frame.byteCount, number: number))
            return inner.send(frame, offload)
        }

        func flush() {
            record.add(.flush)
            inner.flush()
        }

        func close() { inner.close() }
    }
}
