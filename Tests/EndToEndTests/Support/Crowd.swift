/// Many clients that connect one after another, and stay until they are told to go.
struct Crowd {
    private let process: ChildProcess
    /// How many got which answer, such as `101=3 503=7`.
    let answers: String

    /// Connects so many from a host.
    init(of count: Int, from host: Host, to uri: String) async throws {
        process = try host.startPeer("crowd", ["\(count)", "--uri", uri])
        answers = String(try await process.line("answers") { $0.hasPrefix("answers ") }.dropFirst("answers ".count))
    }

    /// All of them go.
    func leave() async throws {
        process.endInput()
        _ = try await process.exitCode()
    }

    /// Whether a client that comes now is admitted; it goes again at once.
    static func isWelcome(from host: Host, to uri: String) async throws -> Bool {
        let one = try await Crowd(of: 1, from: host, to: uri)
        try await one.leave()
        return one.answers == "101=1"
    }
}
