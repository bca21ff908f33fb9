import Testing

@testable import Devices

@Suite("Frame queue")
struct FrameQueueTests {
    private func append(_ bytes: [UInt8], to queue: inout FrameQueue) { queue.append(bytes.span.bytes) }

    private func frames(_ queue: FrameQueue) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        queue.forEach { span in
            frames.append(span.withUnsafeBytes { Array($0) })
            return true
        }
        return frames
    }

    @Test("gives back what it was given, in order")
    func order() {
        var queue = FrameQueue()
        #expect(queue.isEmpty)
        for bytes in [[1], [2, 3], [4, 5, 6]] as [[UInt8]] { append(bytes, to: &queue) }
        #expect(!queue.isEmpty)
        #expect(frames(queue) == [[1], [2, 3], [4, 5, 6]])
    }

    @Test("takes the frames of another behind its own")
    func joining() {
        var (first, second) = (FrameQueue(), FrameQueue())
        append([1, 2], to: &first)
        append([3], to: &second)
        append([4, 5], to: &second)
        first.append(second)
        #expect(frames(first) == [[1, 2], [3], [4, 5]])
        #expect(frames(second) == [[3], [4, 5]])
    }

    @Test("stops when it is told to")
    func stopping() {
        var queue = FrameQueue()
        for byte in 0..<10 as Range<UInt8> { append([byte], to: &queue) }
        var count = 0
        queue.forEach { _ in
            count += 1
            return count < 3
        }
        #expect(count == 3)
    }

    @Test("accounts for the smallest frames, too")
    func account() {
        var queue = FrameQueue()
        let bytes: [UInt8] = [1, 2, 3]
        var expected = 0
        for _ in 0..<10 {
            expected += FrameQueue.cost(of: bytes.span.bytes)
            queue.append(bytes.span.bytes)
            #expect(queue.byteCount == expected)
        }
        queue.removeAll()
        #expect(queue.byteCount == 0)
        #expect(queue.isEmpty)
    }
}
