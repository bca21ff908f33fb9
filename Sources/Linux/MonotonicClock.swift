internal import Glibc

/// The clock that never goes back: time since the machine was started, without that in which it slept (`clock_gettime(2)`,
/// CLOCK_MONOTONIC).
package enum MonotonicClock {
    /// In nanoseconds.
    package static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// As a duration.
    package static var now: Duration { .nanoseconds(nanoseconds) }
}

extension Duration {
    /// A wait in milliseconds, as `poll(2)` and `epoll_wait(2)` have it: 0 or more, and cut short after 1,000,000 s.
    ///
    /// Rounded up: one that ends early would be begun again, and a wake-up too many costs more than a late one.
    package var pollTimeout: CInt {
        let (seconds, attoseconds) = max(.zero, self).components
        return CInt(min(seconds, 1_000_000) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
