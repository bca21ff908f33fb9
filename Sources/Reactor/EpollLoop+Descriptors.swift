public import Frame
import Glibc
import Linux

extension EpollLoop {
    /// Calls `handler` whenever `descriptor` is ready, at a cost that does not grow with the number of descriptors.
    ///
    /// Watching anew replaces interest and handler, and drops what was found for the old one.
    /// - Throws: ``SystemError`` for what cannot be watched: no descriptor (EBADF), a file on a disk (EPERM).
    public func watch(
        _ descriptor: CInt,
        for interest: Readiness,
        _ handler: @escaping (Readiness) -> Void
    ) throws(SystemError) {
        preconditionIsolated()
        guard descriptor >= 0 else { throw SystemError(call: "watch descriptor \(descriptor)", code: EBADF) }
        let isWatched = watches.contains(descriptor)
        watches.insert(descriptor, for: interest, handler)
        do {
            try control(descriptor, for: interest, isWatched: isWatched)
        } catch {
            _ = watches.remove(descriptor)
            throw SystemError(call: "watch descriptor \(descriptor)", code: error.code)
        }
    }

    /// Changes what a watched descriptor is watched for.
    ///
    /// Harmless for any other, and free when nothing changes.
    public func update(_ descriptor: CInt, for interest: Readiness) {
        preconditionIsolated()
        guard let previous = watches.interest(in: descriptor), previous != interest else { return }
        watches.setInterest(in: descriptor, to: interest)
        // It fails for a descriptor that its owner closed without a word, of which there is nothing to report any more.
        try? epoll.modify(descriptor, for: interest, token: watches.token(for: descriptor))
    }

    /// Puts a watched descriptor at the end of the line, as if it had become ready.
    public func recall(_ descriptor: CInt) {
        preconditionIsolated()
        guard watches.contains(descriptor) else { return }
        postpone((watches.token(for: descriptor), .read))
    }

    /// Stops watching, at once: what the current turn has found already is dropped.
    ///
    /// Call it before closing the descriptor.
    public func unwatch(_ descriptor: CInt) {
        preconditionIsolated()
        if watches.remove(descriptor) != nil { epoll.remove(descriptor) }
    }

    private func control(_ descriptor: CInt, for interest: Readiness, isWatched: Bool) throws(SystemError) {
        let token = watches.token(for: descriptor)
        guard isWatched else { return try epoll.add(descriptor, for: interest, token: token) }
        do {
            try epoll.modify(descriptor, for: interest, token: token)
        } catch {
            // Closed while it was watched, and its number given out again: the kernel has forgotten the old one.
            guard error.code == ENOENT else { throw error }
            try epoll.add(descriptor, for: interest, token: token)
        }
    }
}
