import Frame
import Glibc
import Reactor
import Testing

@Suite("Epoll loop: descriptors", .timeLimit(.minutes(1)))
struct EpollLoopDescriptorTests {
    private let loop: EpollLoop
    private let pipe: Pipe

    init() throws {
        loop = try EpollLoop()
        pipe = try Pipe()
    }

    private func watch(_ descriptor: CInt) async throws {
        try await loop.run { [loop] in try loop.watch(descriptor, for: .read) { _ in } }
    }

    @Test("reports what can be read, again and again until it has been")
    func levelTriggered() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Readiness.self)
        try await loop.run { [loop, pipe] in
            try loop.watch(pipe.reader, for: .read) { readiness in
                sink.yield(readiness)
            }
            pipe.write(1)
        }
        #expect(await events.first(3) == [.read, .read, .read])
        await loop.stop(grace: .zero)
    }

    @Test("reports what can be written only while somebody wants to know")
    func writable() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Readiness.self)
        try await loop.run { [loop, pipe] in
            try loop.watch(pipe.writer, for: []) { readiness in
                sink.yield(readiness)
                loop.update(pipe.writer, for: [])
                loop.execute { sink.finish() }
            }
            loop.update(pipe.writer, for: .write)
        }
        #expect(await events.first(2) == [.write])
        await loop.stop(grace: .zero)
    }

    @Test("reports a hang-up though nobody asked")
    func hangUp() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Readiness.self)
        try await loop.run { [loop] in
            let pipe = try Pipe()
            let reader = dup(pipe.reader)
            try loop.watch(reader, for: []) { readiness in
                sink.yield(readiness)
                loop.unwatch(reader)
                close(reader)
            }
        }
        #expect(await events.first(1) == [.failed])
        await loop.stop(grace: .zero)
    }

    @Test("reports a pipe that nobody reads any more as failed")
    func failed() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Readiness.self)
        try await loop.run { [loop] in
            let pipe = try Pipe()
            let writer = dup(pipe.writer)
            try loop.watch(writer, for: .read) { readiness in
                sink.yield(readiness)
                loop.unwatch(writer)
                close(writer)
            }
        }
        #expect(await events.first(1).first?.contains(.failed) == true)
        await loop.stop(grace: .zero)
    }

    @Test("a handler that was unwatched is not called for readiness already found")
    func unwatchedInBatch() async throws {
        let (events, sink) = AsyncStream.makeStream(of: String.self)
        let other = try Pipe()
        try await loop.run { [loop, pipe] in
            // Both become ready before the loop waits again; whichever is handled first silences the other.
            try loop.watch(pipe.reader, for: .read) { _ in
                sink.yield("called")
                loop.unwatch(other.reader)
                loop.unwatch(pipe.reader)
                loop.execute { sink.finish() }
            }
            try loop.watch(other.reader, for: .read) { _ in
                sink.yield("called")
                loop.unwatch(pipe.reader)
                loop.unwatch(other.reader)
                loop.execute { sink.finish() }
            }
            pipe.write(1)
            other.write(2)
        }
        #expect(await events.first(3) == ["called"])
        await loop.stop(grace: .zero)
    }

    @Test("an event of the same turn about a closed file does not reach the one that took its number")
    func reusedInBatch() async throws {
        let (events, sink) = AsyncStream.makeStream(of: String.self)
        let (first, second, idle) = (try Pipe(), try Pipe(), try Pipe())
        try await loop.run { [loop] in
            // Whichever is handled first puts a silent file in the other's place.
            for (mine, theirs) in [(first, second), (second, first)] {
                let reader = mine.reader
                try loop.watch(reader, for: .read) { _ in
                    sink.yield("called")
                    _ = mine.read()
                    loop.unwatch(theirs.reader)
                    dup2(idle.reader, theirs.reader)
                    #expect(throws: Never.self) {
                        try loop.watch(theirs.reader, for: .read) { _ in sink.yield("stale") }
                    }
                    loop.execute { sink.finish() }
                }
            }
            first.write(1)
            second.write(2)
        }
        #expect(await events.first(3) == ["called"])
        await loop.stop(grace: .zero)
    }

    @Test("watching anew replaces interest and handler")
    func rewatch() async throws {
        let (events, sink) = AsyncStream.makeStream(of: String.self)
        try await loop.run { [loop, pipe] in
            try loop.watch(pipe.reader, for: .read) { _ in sink.yield("old") }
            try loop.watch(pipe.reader, for: .read) { _ in
                sink.yield("new")
                sink.finish()
            }
            pipe.write(1)
        }
        #expect(await events.first(2) == ["new"])
        await loop.stop(grace: .zero)
    }

    @Test("a number that was closed while it was watched may be watched again")
    func closedWhileWatched() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Readiness.self)
        try await loop.run { [loop, pipe] in
            let reader = try {
                let former = try Pipe()
                let reader = dup(former.reader)
                try loop.watch(reader, for: .read) { _ in sink.yield(.failed) }
                return reader
            }()
            // Closes it, in one step: the number must not go to a test beside this one in between.
            try #require(dup2(pipe.reader, reader) == reader)
            pipe.write(1)
            try loop.watch(reader, for: .read) { readiness in
                sink.yield(readiness)
                loop.unwatch(reader)
                close(reader)
            }
        }
        #expect(await events.first(1) == [.read])
        await loop.stop(grace: .zero)
    }

    @Test("a descriptor that cannot be watched is an error", arguments: [-1, 9999] as [CInt])
    func badDescriptor(descriptor: CInt) async throws {
        let error = await #expect(throws: SystemError.self) { try await watch(descriptor) }
        #expect(error?.code == EBADF)
        #expect(error?.call == "watch descriptor \(descriptor)")
        await loop.stop()
    }

    @Test("descriptor 0 is watched like any other")
    func zero() async {
        await #expect(processExitsWith: .success) {
            var ends: [CInt] = [-1, -1]
            #expect(Glibc.pipe(&ends) == 0 && dup2(ends[0], 0) == 0 && write(ends[1], "x", 1) == 1)
            let loop = try EpollLoop()
            let (events, sink) = AsyncStream.makeStream(of: Readiness.self)
            try await loop.run { [loop] in
                try loop.watch(0, for: .read) { readiness in
                    loop.unwatch(0)
                    sink.yield(readiness)
                }
            }
            #expect(await events.first(1) == [.read])
        }
    }

    @Test("a file on a disk is always ready, and cannot be watched")
    func regularFile() async throws {
        let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        let error = await #expect(throws: SystemError.self) { try await watch(file) }
        close(file)
        #expect(error?.code == EPERM)
        await loop.stop()
    }

    @Test("300 descriptors, more than one wait reports, are watched at once, and all are heard")
    func many() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Int.self)
        let pipes = try (0..<300).map { _ in try Pipe() }
        try await loop.run { [loop] in
            for (index, pipe) in pipes.enumerated() {
                try loop.watch(pipe.reader, for: .read) { _ in
                    sink.yield(index)
                    loop.unwatch(pipe.reader)
                }
            }
            for pipe in pipes { pipe.write(1) }
        }
        #expect(Set(await events.first(300)) == Set(0..<300))
        await loop.stop()
    }
}
