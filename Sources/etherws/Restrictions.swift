import Confinement
import Frame
import Glibc
import Logging

/// How much of its power over the host a tunnel gives up once it stands.
struct Restrictions: Equatable {
    /// What becomes of capabilities, and of system calls that a tunnel has no need of.
    enum Sandbox: String, CaseIterable {
        /// None is kept, and such calls are refused.
        case on
        /// None is kept, and such calls are done, but logged by the kernel.
        case warn
        /// The process keeps what it has.
        case off
    }

    /// Whom to go on as; `nil` for whoever started the program.
    var account: Account?
    /// `nil` means ``Sandbox/on``, if the kernel can.
    var sandbox: Sandbox?

    /// The process keeps what it has.
    static let none = Restrictions(sandbox: .off)

    /// Keeps the process's memory, which will hold secrets, out of core dumps and from other processes.
    ///
    /// Does nothing with `--sandbox off`, so that the program can be debugged.
    /// - Throws: `SystemError`.
    func concealMemory() throws(SystemError) {
        if sandbox != .off { try ProcessMemory.conceal() }
    }

    /// Gives up in this process, for good, whatever a tunnel with these needs can do without.
    ///
    /// - Throws: `SystemError` if that fails: the process must not go on then.
    func enter(_ needs: Needs, logger: Logger) throws {
        if let account {
            try account.assume()
            // The kernel has reset this together with the user ID (credentials(7)).
            try concealMemory()
            logger.debug("running as \(account.name)")
        }
        if sandbox != .off { try confine(needs, logger) }
        for file in needs.files { warn(ofUnreadable: file, logger) }
    }

    /// - Throws: `SystemError`, but where nobody has asked for a sandbox: no kernel or container need have what it takes.
    private func confine(_ needs: Needs, _ logger: Logger) throws(SystemError) {
        do throws(SystemError) {
            try seal(needs)
            logger.debug("gave up all capabilities, and all system calls but those of a tunnel")
        } catch {
            guard sandbox == nil else { throw error }
            let reason = error.description
            logger.warning("working without a sandbox, as this system has none to offer: \(reason)")
        }
    }

    private func seal(_ needs: Needs) throws(SystemError) {
        try Capabilities.giveUp()
        let policy = needs.runsPrograms ? .programs : SystemCallPolicy.tunnel(needs.activities)
        try SystemCallFilter(policy, sandbox == .warn ? .logging : .enforcing).load()
    }

    private func warn(ofUnreadable file: String, _ logger: Logger) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor < 0 else {
            close(descriptor)
            return
        }
        let reason = String(cString: strerror(errno))
        let reader = account.map { "the user \($0.name)" } ?? "a process without capabilities"
        logger.warning("changes of '\(file)' will not be seen: \(reader) must be able to read it (\(reason))")
    }
}
