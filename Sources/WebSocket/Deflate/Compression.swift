/// How messages are compressed by permessage-deflate (RFC 7692): before a handshake what we allow, behind it what was
/// agreed on.
///
/// *Local* is the side that compresses what we send, *remote* the one that compresses what arrives. Do not use it over
/// TLS where a stranger can put bytes of his choice beside a secret: the length of what is sent would tell him about it
/// (CRIME, VORACLE).
///
/// Memory per connection: about 2^(local window + 2) + 2^(memory level + 9) bytes to compress, 32 KiB by default; and
/// 2^(remote window) + 8 KiB to decompress, 40 KiB by default.
package struct Compression: Sendable, Hashable {
    /// How one side compresses.
    package struct Side: Sendable, Hashable {
        /// The base-2 logarithm of how many bytes back it refers, 8 to 15.
        ///
        /// zlib cannot compress with 8: who agrees to that sends everything as it is.
        package var windowBits: Int
        /// Whether a message may refer to those before it.
        package var keepsContext: Bool

        /// Makes a side of its parts.
        package init(windowBits: Int = 15, keepsContext: Bool = true) {
            precondition((8...15).contains(windowBits), "a window has 8 to 15 bits")
            self.windowBits = windowBits
            self.keepsContext = keepsContext
        }
    }

    /// How we compress what we send.
    package var local: Side
    /// How the peer compresses what arrives.
    package var remote: Side
    /// How hard we try, 1 to 9.
    package var level: Int
    /// How much memory we spend besides the window, 1 to 9.
    package var memoryLevel: Int
    /// Bytes under which a message is sent as it is.
    package var minimumSize: Int

    /// Makes it of its parts.
    package init(
        local: Side = Side(windowBits: 12),
        remote: Side = Side(),
        level: Int = 6,
        memoryLevel: Int = 5,
        minimumSize: Int = 64
    ) {
        precondition((1...9).contains(level) && (1...9).contains(memoryLevel), "zlib's levels are 1 to 9")
        self.local = local
        self.remote = remote
        self.level = level
        self.memoryLevel = memoryLevel
        self.minimumSize = minimumSize
    }
}
