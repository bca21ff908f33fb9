internal import Frame
import Glibc
internal import Linux

/// Interrupts the threads of a process until none of them holds anything that each has to give up by itself.
struct ThreadSweep {
    /// The threads that hold something now.
    let holders: () throws(SystemError) -> [CInt]
    /// Has a thread give up what it holds, soon.
    let interrupt: (CInt) -> Void
    /// Lets the threads work for so long.
    let pause: (Duration) -> Void
    /// The time since the sweep began.
    let elapsed: () -> Duration

    /// How long the threads may take together.
    private static let patience = Duration.seconds(10)

    /// Returns when two looks in a row have found no holder: one may have begun another thread, behind the back of the first look.
    ///
    /// - Throws: `SystemError` that names a thread that keeps something, or says why the threads cannot be listed.
    func run() throws(SystemError) {
        var clean = 0
        while clean < 2 {
            let threads = try holders()
            guard let first = threads.first else {
                clean += 1
                continue
            }
            clean = 0
            guard elapsed() < Self.patience else {
                throw SystemError(call: "give up the capabilities of thread \(first)", code: EPERM)
            }
            threads.forEach(interrupt)
            pause(.microseconds(200))
        }
    }
}
