import CLinux
import Foundation
import Glibc
import Testing

/// A pipe whose ends no other child inherits.
struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
}

/// An exit code as a shell reports it, of a status as waitpid(2) reports it.
func shellCode(_ status: Int32) -> Int32 {
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
}

/// Starts a program in a session of its own, with every signal at its default.
///
/// - Parameters:
///   - environment: variables beside those of the tests.
///   - descriptors: its standard input, output and error.
func spawn(_ arguments: [String], _ environment: [String: String], _ descriptors: Int32...) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in descriptors.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    // Other tests have descriptors open that are to be inherited, and wait for them to close.
    posix_spawn_file_actions_addclosefrom_np(&actions, Int32(descriptors.count))
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    resetSignals(in: &attributes)

    let variables = cleanEnvironment().merging(environment) { _, new in new }
    let words = arguments.map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var id: pid_t = 0
    let code = posix_spawnp(&id, arguments[0], &actions, &attributes, words, settings)
    try #require(code == 0, "\(arguments[0]): \(String(cString: strerror(code)))")
    return id
}

/// The tests' own environment, without what would change how programs behave or what they say.
private func cleanEnvironment() -> [String: String] {
    var variables = ProcessInfo.processInfo.environment
    variables["NOTIFY_SOCKET"] = nil
    for name in variables.keys where name.lowercased().hasSuffix("_proxy") { variables[name] = nil }
    variables["LC_ALL"] = "C.UTF-8"
    variables["SWIFT_BACKTRACE"] = "enable=no"
    return variables
}

private func resetSignals(in attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which glibc shows only to those who define _GNU_SOURCE
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession))
}
