internal import CLinux
import Glibc
internal import Linux

/// One run of a program: a line in, a line out, within a time.
///
/// Blocks: for a thread that may.
struct ProgramRun {
    let program: String
    let limit: Duration

    /// The most that it may write, in bytes.
    private static let outputLimit = 4096

    /// How a run ended.
    struct Outcome {
        /// The exit status; negative for the signal that ended it.
        let status: CInt
        /// All that was written.
        let output: [UInt8]
    }

    /// Starts the program, gives it `question` and waits for its end.
    ///
    /// Nothing of it is left behind: whatever it started is killed with it.
    /// - Throws: ``AuthError/undecided(program:reason:)``.
    func ask(_ question: [UInt8]) throws(AuthError) -> Outcome {
        let questions = try pipe()
        let answers = try pipe()
        let process = try spawn(input: questions.reading.rawValue, output: answers.writing.rawValue)
        // Our copies of its ends would keep us from seeing that the program has closed them.
        close(questions.reading)
        close(answers.writing)
        let output = converse(question, with: process, asking: questions.writing, listening: answers.reading)
        // The program is dead or a zombie: its group is still its own.
        kill(-process, SIGKILL)
        var status: CInt = 0
        _ = uninterrupted { waitpid(process, &status, 0) }
        let signal = status & 0x7f
        return Outcome(status: signal == 0 ? status >> 8 & 0xff : -signal, output: try output.get())
    }

    private func converse(
        _ question: [UInt8],
        with process: pid_t,
        asking: consuming Descriptor,
        listening: consuming Descriptor
    ) -> Result<[UInt8], AuthError> {
        do throws(AuthError) {
            let handle = try descriptor(pidfd_open(process, 0), "pidfd_open")
            var conversation = Conversation(
                question: question, to: asking, from: listening, of: handle, limit: Self.outputLimit)
            return .success(try conversation.hold(until: MonotonicClock.now + limit, failure))
        } catch {
            return .failure(error)
        }
    }

    private func close(_: consuming Descriptor) {}

    private func spawn(input: CInt, output: CInt) throws(AuthError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
        posix_spawn_file_actions_addchdir_np(&actions, "/")
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.detach(&attributes)

        let environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
        var (argv, envp) = ([strdup(program), nil], environment.map { strdup($0) } + [nil])
        defer { for text in argv + envp { free(text) } }
        var process = pid_t()
        let code = posix_spawn(&process, program, &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw failure(String(cString: strerror(code))) }
        return process
    }

    /// A group of its own, to be killed by, and every signal as at the beginning: our threads block them all.
    private static func detach(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    }

    private func pipe() throws(AuthError) -> Pipe {
        var ends: [CInt] = [-1, -1]
        // Nobody else's child is to inherit them.
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failure("pipe: \(String(cString: strerror(errno)))") }
        return Pipe(reading: try descriptor(ends[0], "pipe"), writing: try descriptor(ends[1], "pipe"))
    }

    private func descriptor(_ result: CInt, _ call: String) throws(AuthError) -> Descriptor {
        do { return try Descriptor(result, call) } catch { throw failure("\(error)") }
    }

    private func failure(_ reason: String) -> AuthError { .undecided(program: program, reason: reason) }
}

/// Both ends of a pipe.
private struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor
}
