import CLinux
import Frame
import Glibc
internal import Linux

/// Starts a process that does the work in the background, and waits until it is ready.
///
/// A process with threads cannot go on after `fork`. So the program starts itself anew with the same arguments, and keeps one
/// end of a socket whose other end the new process has: the secret goes down, a report comes up. Descriptors that were passed
/// in from outside stay open.
struct Launcher {
    /// The arguments behind the program's name.
    let arguments: [String]
    /// What to hand down; never an argument or in the environment, where others could read it.
    let secret: Secret?
    /// What to start: this very program, unless told otherwise.
    var program = "/proc/self/exe"

    /// Returns when the background process is ready.
    ///
    /// - Throws: `Failure` as the process reports it, `Interrupted`, or `SystemError`. The process has ended by then.
    func launch() throws {
        let signals = try StopSignals.open()
        let (near, far) = try socketPair()
        defer { for descriptor in [signals, near] { close(descriptor) } }
        let process = try spawn(handover: far)
        do {
            handDown(to: near)
            try waitToRead(near, orSignalOn: signals)
            guard let report = StartReport(bytes: try readAll(from: near, limit: 8192)) else {
                throw Failure("the background process ended without a report", .ours)
            }
            if case .failed(let failure) = report { throw failure }
        } catch {
            end(process)
            throw error
        }
    }

    private func handDown(to socket: CInt) {
        _ = sendAll(Array((secret?.reveal() ?? "").utf8), to: socket)
        shutdown(socket, CInt(SHUT_WR))
    }

    /// Ends the process if it is still there, and waits until it is gone: nothing may be left behind.
    private func end(_ process: pid_t) {
        kill(process, SIGTERM)
        _ = uninterrupted { waitpid(process, nil, 0) }
    }
}

extension Launcher {
    private func socketPair() throws(SystemError) -> (near: CInt, far: CInt) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .last("socketpair") }
        return (ends[0], ends[1])
    }

    /// Starts the process, and closes our copy of `handover`.
    private func spawn(handover: CInt) throws -> pid_t {
        defer { close(handover) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        // Onto itself: what would be closed on exec stays open (POSIX.1-2024).
        posix_spawn_file_actions_adddup2(&actions, handover, handover)

        let words = [CommandLine.arguments.first ?? "etherws", "--handover", "\(handover)"] + arguments
        var argv = words.map { strdup($0) } + [nil]
        defer { for word in argv { free(word) } }
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, nil, &argv, environ)
        guard code == 0 else { throw SystemError(call: "posix_spawn", code: code) }
        return process
    }
}
