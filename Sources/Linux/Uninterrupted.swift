internal import Glibc

/// What a system call comes to that is made again whenever a signal with a handler has ended it (EINTR of signal(7)).
///
/// - Parameter call: gives -1 where it fails, and `errno` says why.
package func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
