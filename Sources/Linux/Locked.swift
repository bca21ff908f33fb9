import Glibc

/// A value that threads take turns at.
///
/// It does what the standard library's `Mutex` does, by a mutex of the system's, which ThreadSanitizer understands: `Mutex` is a futex
/// that the tool does not know, so that it reports a race wherever one is used.
package struct Locked<Value: Sendable>: ~Copyable, Sendable {
    // The pointers never change. What they point to is touched by whoever holds the mutex.
    nonisolated(unsafe) private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    nonisolated(unsafe) private let value: UnsafeMutablePointer<Value>

    /// Begins with a value.
    package init(_ initialValue: Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        value = .allocate(capacity: 1)
        value.initialize(to: initialValue)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    /// Waits for the others, then gives `body` the value alone.
    ///
    /// Not reentrant.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
