import Logging

/// Writes each message as one line: the message, then its metadata as `name=value`.
struct LineLogHandler: LogHandler {
    /// Where lines go, which takes their level as it can.
    typealias Sink = @Sendable (Logger.Level, String) -> Void

    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let sink: Sink

    init(level: Logger.Level, sink: @escaping Sink) {
        logLevel = level
        self.sink = sink
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let words = ["\(event.message)"] + fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        sink(event.level, words.joined(separator: " ").singleLine)
    }
}
