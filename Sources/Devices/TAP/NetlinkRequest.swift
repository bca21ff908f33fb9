internal import CLinux

/// A message to the kernel's routing tables, as rtnetlink(7) lays it out: a header, a fixed part, and attributes, all aligned to
/// four bytes and in host byte order.
///
///     | length 4 | type 2 | flags 2 | sequence 4 | port 4 | fixed part … | length 2 | type 2 | value … | …
struct NetlinkRequest {
    private var bytes: [UInt8]

    /// Begins a request with its fixed part, such as `ifinfomsg`.
    init<Fixed: BitwiseCopyable>(_ type: Int, flags: CInt = 0, _ fixed: Fixed) {
        var header = nlmsghdr()
        header.nlmsg_type = UInt16(type)
        header.nlmsg_flags = UInt16(NLM_F_REQUEST | NLM_F_ACK | flags)
        bytes = Array(copying: header) + Array(copying: fixed)
    }

    /// The message, complete with its length.
    var message: [UInt8] {
        var message = bytes
        message.replaceSubrange(0..<4, with: Array(copying: UInt32(bytes.count)))
        return message
    }

    /// Adds an attribute.
    mutating func append(_ type: Int, _ value: [UInt8]) {
        bytes += Array(copying: UInt16(4 + value.count)) + Array(copying: UInt16(type)) + value
        bytes += [UInt8](repeating: 0, count: -value.count & 3)
    }

    /// Adds an attribute that is a number.
    mutating func append(_ type: Int, _ value: UInt32) { append(type, Array(copying: value)) }
}

extension Array where Element == UInt8 {
    /// The bytes of `value`, in host order.
    init<Value: BitwiseCopyable>(copying value: Value) {
        self = Swift.withUnsafeBytes(of: value) { Array($0) }
    }
}
