import CZlib

/// A zlib stream, at an address that stays: zlib keeps pointers into it.
struct DeflateStream: ~Copyable {
    enum Direction {
        case compress(level: Int, memoryLevel: Int)
        case decompress
    }

    let pointer: UnsafeMutablePointer<z_stream>
    private let isCompressor: Bool

    init(_ direction: Direction, windowBits: Int) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: z_stream())
        let result: CInt
        switch direction {
        case .compress(let level, let memoryLevel):
            isCompressor = true
            result = czlib_deflate_init(pointer, CInt(level), CInt(windowBits), CInt(memoryLevel))
        case .decompress:
            isCompressor = false
            result = czlib_inflate_init(pointer, CInt(windowBits))
        }
        // The parameters have been checked, so that nothing but a lack of memory is left.
        precondition(result == Z_OK, "no memory for compression")
    }

    deinit {
        if isCompressor { deflateEnd(pointer) } else { inflateEnd(pointer) }
        pointer.deallocate()
    }

    /// Points the stream at what is to be read and where to write.
    func setBuffers(input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer) {
        setInput(input)
        setOutput(output)
    }

    func setInput(_ input: UnsafeRawBufferPointer) {
        // zlib does not write there: its declaration only lacks a const.
        pointer.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
        pointer.pointee.avail_in = CUnsignedInt(input.count)
    }

    func setOutput(_ output: UnsafeMutableRawBufferPointer) {
        pointer.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.avail_out = CUnsignedInt(output.count)
    }
}
