/// The Internet checksum (RFC 1071), added up as it is written, in big-endian words.
enum Checksums {
    /// The sum of the bytes as big-endian words, an odd last one padded with zero, and of `start`; folded to 16 bits.
    static func sum(_ bytes: ArraySlice<UInt8>, from start: Int = 0) -> Int {
        var sum = start
        bytes.withUnsafeBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let words = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                sum += Int(words >> 48) + Int(words >> 32 & 0xffff) + Int(words >> 16 & 0xffff) + Int(words & 0xffff)
                index += 8
            }
            while index + 1 < bytes.count {
                sum += Int(bytes[index]) << 8 | Int(bytes[index + 1])
                index += 2
            }
            if index < bytes.count { sum += Int(bytes[index]) << 8 }
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return sum
    }

    /// The sum of the pseudo-header of TCP and UDP (RFC 9293 §3.1, RFC 8200 §8.1).
    ///
    /// - Parameters:
    ///   - addresses: source and destination.
    ///   - length: of the transport header and the payload, in bytes.
    static func pseudoHeader(_ addresses: ArraySlice<UInt8>, proto: UInt8, length: Int) -> Int {
        sum(addresses, from: Int(proto) + length >> 16 + length & 0xffff)
    }

    /// The checksum that belongs to a sum.
    static func checksum(_ sum: Int) -> Int { ~sum & 0xffff }
}

/// A number as two bytes, big-endian; what does not fit is cut off.
func big16(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xff), UInt8(number & 0xff)] }

/// A number as four bytes, big-endian.
func big32(_ number: UInt32) -> [UInt8] { big16(Int(number >> 16)) + big16(Int(number & 0xffff)) }

extension [UInt8] {
    /// Puts a number of 16 bits to a place, big-endian.
    mutating func set16(_ number: Int, at place: Int) {
        (self[place], self[place + 1]) = (UInt8(number >> 8 & 0xff), UInt8(number & 0xff))
    }

    /// The number of 16 bits at a place, big-endian.
    func get16(_ place: Int) -> Int { Int(self[place]) << 8 | Int(self[place + 1]) }
}
