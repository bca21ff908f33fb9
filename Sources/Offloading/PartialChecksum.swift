package import Frame

/// The checksum of an ordinary frame of which only the pseudo-header has been added up so far.
package enum PartialChecksum {
    /// What the finished checksum is, and where it stands.
    package struct Completed: Equatable {
        /// The two bytes, in the byte order of the host: to be stored as they are.
        package let value: UInt16
        /// Bytes from the start of the frame.
        package let offset: Int
    }

    /// Finishes the checksum that `offload` describes.
    ///
    /// - Returns: `nil` if the offsets lie outside the frame.
    package static func complete(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Completed? {
        let start = Int(offload.checksumStart)
        let offset = start + Int(offload.checksumOffset)
        guard start >= EthernetHeader.length, offset + 2 <= frame.count else { return nil }
        let sum = InternetChecksum.sum(UnsafeRawBufferPointer(rebasing: frame[start...]))
        let checksum = ~InternetChecksum.fold(sum)
        // UDP must not say zero (RFC 768); for TCP the other zero is as good.
        return Completed(value: checksum == 0 ? 0xffff : checksum, offset: offset)
    }
}
