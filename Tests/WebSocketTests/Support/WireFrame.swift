/// A WebSocket frame written out byte by byte, to compare the real thing with.
///
/// It can be wrong in every way.
struct WireFrame {
    var isFinal = true
    /// RSV1 is 4, RSV2 is 2, RSV3 is 1.
    var reserved: UInt8 = 0
    var opcode: UInt8
    var key: [UInt8]?
    var payload: [UInt8] = []

    var bytes: [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let mask: UInt8 = key == nil ? 0 : 0x80
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ...0xffff: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        default: bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard let key else { return bytes + payload }
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    static func text(_ text: String, isFinal: Bool = true, key: [UInt8]? = nil) -> WireFrame {
        WireFrame(isFinal: isFinal, opcode: 1, key: key, payload: Array(text.utf8))
    }

    static func binary(_ payload: [UInt8], isFinal: Bool = true, key: [UInt8]? = nil) -> WireFrame {
        WireFrame(isFinal: isFinal, opcode: 2, key: key, payload: payload)
    }

    static func continuation(_ payload: [UInt8], isFinal: Bool = true, key: [UInt8]? = nil) -> WireFrame {
        WireFrame(isFinal: isFinal, opcode: 0, key: key, payload: payload)
    }

    static func ping(_ payload: [UInt8] = [], key: [UInt8]? = nil) -> WireFrame {
        WireFrame(opcode: 9, key: key, payload: payload)
    }

    static func pong(_ payload: [UInt8] = [], key: [UInt8]? = nil) -> WireFrame {
        WireFrame(opcode: 10, key: key, payload: payload)
    }

    static func close(_ code: UInt16, _ reason: String = "", key: [UInt8]? = nil) -> WireFrame {
        WireFrame(opcode: 8, key: key, payload: [UInt8(code >> 8), UInt8(code & 0xff)] + Array(reason.utf8))
    }
}
