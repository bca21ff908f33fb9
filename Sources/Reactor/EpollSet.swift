internal import CLinux
internal import Frame
import Glibc
import Linux

/// The kernel's list of descriptors to watch, room for what it reports about them, and a bell that any thread can ring.
struct EpollSet: ~Copyable {
    private let descriptor: Descriptor
    private let bell: Descriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>

    /// Events taken from the kernel at once.
    ///
    /// What is left over is found by the next wait.
    private static let capacity = 256
    /// Comes with the event that says that the bell was rung.
    ///
    /// Names no descriptor, so it is no watch's.
    private static let bellToken = UInt64.max

    /// That a descriptor is ready, and the token it was added with.
    typealias Event = (token: UInt64, readiness: Readiness)

    init() throws(SystemError) {
        let set = try Descriptor(epoll_create1(CInt(EPOLL_CLOEXEC)), "epoll_create1")
        let bell = try Descriptor(eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC)), "eventfd")
        try Self.control(set, EPOLL_CTL_ADD, bell.rawValue, .read, Self.bellToken)
        descriptor = set
        self.bell = bell
        events = .allocate(capacity: Self.capacity)
        events.initialize(repeating: epoll_event())
    }

    deinit { events.deallocate() }

    /// Begins to watch.
    ///
    /// `token` comes back with every event.
    func add(_ watched: CInt, for interest: Readiness, token: UInt64) throws(SystemError) {
        try Self.control(descriptor, EPOLL_CTL_ADD, watched, interest, token)
    }

    /// Changes interest and token of what is watched already.
    func modify(_ watched: CInt, for interest: Readiness, token: UInt64) throws(SystemError) {
        try Self.control(descriptor, EPOLL_CTL_MOD, watched, interest, token)
    }

    /// Begins to watch, whether it is watched already or not.
    ///
    /// - Parameter isEntered: whether it should be.
    func enter(_ watched: CInt, for interest: Readiness, token: UInt64, isEntered: Bool) throws(SystemError) {
        guard isEntered else { return try add(watched, for: interest, token: token) }
        do {
            try modify(watched, for: interest, token: token)
        } catch {
            // Closed while it was watched, and its number given out again: the kernel has forgotten the old one.
            guard error.code == ENOENT else { throw error }
            try add(watched, for: interest, token: token)
        }
    }

    /// Stops watching.
    ///
    /// A descriptor that was closed is not in the set any more, which is as well.
    func remove(_ watched: CInt) { epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, watched, nil) }

    /// Waits for events.
    ///
    /// - Parameter timeout: in milliseconds; negative waits for ever.
    /// - Returns: how many events there are to look at.
    func wait(timeout: CInt) -> Int {
        // A failure is EINTR: there are no events, and the next turn waits again.
        max(0, Int(epoll_wait(descriptor.rawValue, events.baseAddress, CInt(Self.capacity), timeout)))
    }

    /// One event of the last wait; `nil` if it only says that the bell was rung.
    func event(_ index: Int) -> Event? {
        guard events[index].data.u64 == Self.bellToken else {
            return (events[index].data.u64, Readiness(epoll: events[index].events))
        }
        var count = eventfd_t()
        eventfd_read(bell.rawValue, &count)
        return nil
    }

    /// Rings the bell, which ends a wait; on any thread.
    func ring() { eventfd_write(bell.rawValue, 1) }

    private static func control(
        _ descriptor: borrowing Descriptor,
        _ operation: CInt,
        _ watched: CInt,
        _ interest: Readiness,
        _ token: UInt64
    ) throws(SystemError) {
        var event = epoll_event()
        event.events = interest.epoll
        event.data.u64 = token
        guard epoll_ctl(descriptor.rawValue, operation, watched, &event) == 0 else { throw .last("epoll_ctl") }
    }
}

extension Readiness {
    fileprivate init(epoll events: UInt32) {
        self = []
        if events & EPOLLIN.rawValue != 0 { insert(.read) }
        if events & EPOLLOUT.rawValue != 0 { insert(.write) }
        // The kernel reports these unasked and again and again: a loop that hides them spins.
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { insert(.failed) }
    }

    fileprivate var epoll: UInt32 {
        (contains(.read) ? EPOLLIN.rawValue : 0) | (contains(.write) ? EPOLLOUT.rawValue : 0)
    }
}
