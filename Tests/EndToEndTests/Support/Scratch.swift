import Foundation

/// A folder for the files of one test, removed when the test ends.
struct Scratch {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("etherws-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
        Cleanup.current.add { [path] in try? FileManager.default.removeItem(atPath: path) }
    }

    /// Where a file of this name is, or would be.
    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file as a whole, and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }
}
