package import Frame
import Glibc
internal import Linux

/// What a thread of this process may do beyond others, as `/proc` shows it (proc(5)).
package struct ThreadPrivileges: Equatable, Sendable {
    /// The capabilities that it has, might take, or would hand on, as bits.
    package let capabilities: UInt64
    /// Whether a program that it runs might give it more.
    package let canGain: Bool

    /// Whether there is nothing left to give up.
    package var areNone: Bool { capabilities == 0 && !canGain }

    /// Looks at a thread; `nil` if it has ended.
    package init?(of thread: CInt) {
        guard let status = Self.text(of: "/proc/self/task/\(thread)/status") else { return nil }
        self.init(status: status)
    }

    /// Reads what the kernel writes.
    init(status: String) {
        var capabilities: UInt64 = 0
        var canGain = true
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 2 else { continue }
            switch words[0] {
            case "CapInh:", "CapPrm:", "CapEff:", "CapAmb:": capabilities |= UInt64(words[1], radix: 16) ?? .max
            case "NoNewPrivs:": canGain = words[1] != "1"
            case _: continue
            }
        }
        (self.capabilities, self.canGain) = (capabilities, canGain)
    }

    /// The numbers of this process's threads.
    ///
    /// - Throws: `SystemError` if they cannot be listed.
    package static func threads() throws(SystemError) -> [CInt] {
        guard let folder = opendir("/proc/self/task") else { throw .last("open /proc/self/task") }
        defer { closedir(folder) }
        var threads: [CInt] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let thread = CInt(name) { threads.append(thread) }
        }
        return threads
    }

    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
