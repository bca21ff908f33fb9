import CLinux
import Frame
import Glibc

/// A process that a ``Launcher`` started: through a socket between the two a secret comes in, and a report goes out.
struct Background: Sendable {
    /// This process's end of the socket.
    let handover: CInt

    /// Carries a run, and lets the launcher go when it is ready or cannot be.
    func carry(_ run: NodeRun) async -> ExitStatus {
        // The terminal's hang-up and keys are for others.
        setsid()
        leaveTerminal()
        do {
            return try await run.run(presenting: try receiveSecret(), ready: reportReady)
        } catch {
            let failure = Failure(error)
            report(failure)
            return failure.status
        }
    }

    /// The secret that the launcher asked for; empty if it had no need to.
    private func receiveSecret() throws -> Secret {
        Secret(String(decoding: try readAll(from: handover, limit: PasswordPrompt.longest), as: UTF8.self))
    }

    /// Says that the tunnel is ready.
    ///
    /// - Throws: `Failure` if the launcher has gone: nobody waits for the tunnel any more.
    private func reportReady() throws {
        guard sendAll(StartReport.ready.bytes, to: handover) else {
            throw Failure("the command that started this process has ended", .unreachable)
        }
        close(handover)
    }

    /// Says why there will be no tunnel; harmless when the launcher has gone.
    private func report(_ failure: Failure) {
        _ = sendAll(StartReport.failed(failure).bytes, to: handover)
        close(handover)
    }

    /// Whoever reads the launcher's output must see its end: the process that stays keeps none of it.
    private func leaveTerminal() {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { return }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] { dup2(null, descriptor) }
        close(null)
    }
}
