import CLinux
import Foundation
import Glibc
import Testing

@testable import Confinement

/// Runs the program `Captive`, which was built beside the tests.
///
/// - Returns: what it printed, word by word; `signal` and its number if one ended it.
func captive(_ arguments: String...) throws -> [String] { try captive(arguments) }

/// Runs the program `Captive`, which was built beside the tests.
func captive(_ arguments: [String]) throws -> [String] {
    var ends: [CInt] = [-1, -1]
    // No other test's child is to inherit them.
    try #require(pipe2(&ends, O_CLOEXEC) == 0)
    defer { close(ends[0]) }
    let process = try start(arguments, output: ends[1])
    close(ends[1])
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 256)
    while case let count = read(ends[0], &chunk, chunk.count), count > 0 { text += chunk[..<count] }
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard status & 0x7f == 0 else { return ["signal", "\(status & 0x7f)"] }
    return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
}

private func start(_ arguments: [String], output: CInt) throws -> pid_t {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let program = tests.deletingLastPathComponent().appendingPathComponent("Captive").path
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own: one of the calls signals the whole group.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let code = posix_spawn(&process, program, &actions, &attributes, words, environ)
    try #require(code == 0, "\(program): \(String(cString: strerror(code)))")
    return process
}

/// Whether the tests run as root.
let isRoot = geteuid() == 0

/// Whether the tests have all that root has, which a container's root has not.
let isAlmighty: Bool = {
    // CAP_SYS_MODULE, CAP_SYS_CHROOT, CAP_SYS_PTRACE, CAP_SYS_ADMIN, CAP_SYS_BOOT and CAP_SYS_TIME, from capabilities(7).
    let wanted = [16, 18, 19, 21, 22, 25].reduce(into: UInt64(0)) { $0 |= 1 << UInt64($1) }
    return ThreadPrivileges(of: getpid()).map { $0.capabilities & wanted == wanted } ?? false
}()
