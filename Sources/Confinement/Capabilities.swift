internal import CLinux
internal import CSeccomp
package import Frame
import Glibc
internal import Linux

/// What root is made of, in pieces (capabilities(7)); each thread has its own.
package enum Capabilities {
    /// Keeps the programs that this process will ever run from having any, as far as it may (CAP_SETPCAP); its own are left to it.
    ///
    /// For a process with one thread, which those to come take after.
    package static func denyToPrograms() { cseccomp_drop_bounding_set() }

    /// Takes them all from every thread of this process, and from whatever it will ever run.
    ///
    /// The kernel lets a thread give up its own only. So each is interrupted by SIGSYS, which threads that block all signals let
    /// through, until `/proc` shows that none has anything left.
    ///
    /// - Throws: `SystemError` if a thread keeps some, or if there is no `/proc` to see that.
    package static func giveUp() throws(SystemError) {
        try handleSignal()
        let start = ContinuousClock.now
        let sweep = ThreadSweep(
            holders: { () throws(SystemError) in
                try ThreadPrivileges.threads().filter { ThreadPrivileges(of: $0)?.areNone == false }
            },
            interrupt: { _ = cseccomp_signal_thread($0, SIGSYS) },
            pause: { usleep(UInt32($0 / .microseconds(1))) },
            elapsed: { ContinuousClock.now - start })
        try sweep.run()
    }

    /// The handler stays: one of the signals may still be on its way.
    private static func handleSignal() throws(SystemError) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = cseccomp_give_up_capabilities
        action.sa_flags = SA_RESTART
        sigfillset(&action.sa_mask)
        guard sigaction(SIGSYS, &action, nil) == 0 else { throw .last("sigaction") }
    }
}
