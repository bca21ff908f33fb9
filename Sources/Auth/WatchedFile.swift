/// What a file on the disk says, as it is whenever somebody asks.
actor WatchedFile<Contents: Sendable> {
    /// Makes sense of a file's bytes.
    typealias Parser = @Sendable ([UInt8]) throws(AuthError) -> Contents

    /// Where the file is.
    nonisolated let path: String
    private let limit: Int
    private let now: @Sendable () -> Duration
    private let parse: Parser
    private var last: Reading
    /// What the file said the first time.
    nonisolated let firstContents: Contents

    private struct Reading {
        let stamp: FileStamp
        let isConclusive: Bool
        let contents: Result<Contents, AuthError>
    }

    /// Reads the file for the first time.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - limit: the most bytes it may have.
    ///   - now: the time since 1970.
    ///   - parse: makes sense of its bytes, or throws why they are of no use.
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or is of no use.
    init(
        _ path: String,
        limit: Int,
        now: @escaping @Sendable () -> Duration = { .sinceEpoch },
        parse: @escaping Parser
    ) throws(AuthError) {
        (self.path, self.limit, self.now, self.parse) = (path, limit, now, parse)
        last = try Self.read(path, limit, at: now(), parse)
        firstContents = try last.contents.get()
    }

    /// What the file says now: it is read anew if it has changed, by one caller where several find it so.
    var contents: Contents {
        get throws(AuthError) {
            let stamp = try BoundedFile.stamp(of: path)
            if !last.isConclusive || last.stamp != stamp { last = try Self.read(path, limit, at: now(), parse) }
            return try last.contents.get()
        }
    }

    private static func read(
        _ path: String,
        _ limit: Int,
        at now: Duration,
        _ parse: Parser
    ) throws(AuthError) -> Reading {
        let file = try BoundedFile(reading: path, limit: limit)
        return Reading(
            stamp: file.stamp,
            isConclusive: file.stamp.isConclusive(at: now),
            contents: Result { () throws(AuthError) in try parse(file.bytes) }
        )
    }
}
