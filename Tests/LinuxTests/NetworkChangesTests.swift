import CLinux
import Frame
import Glibc
import Testing

@testable import Linux

/// What is opened to hear of changes, as seen in processes of their own: these may have networks, and limits, of their own.
@Suite struct NetworkChangesTests {
    private static let mayMakeNetworks = geteuid() == 0

    @Test(.enabled(if: mayMakeNetworks, "needs root"))
    func `a change of an interface is heard of, and not before it comes`() async {
        await #expect(processExitsWith: .success) {
            try #require(Self.leaveNetwork() == 0)
            let sources = try NetworkChanges.open()
            #expect(sources.map { Self.isReadable($0) } == [false, false])
            try Self.raiseLoopback()
            #expect(sources.map { Self.isReadable($0) } == [true, false])
        }
    }

    @Test func `the clock tells when it is set, at which its absolute timer is cancelled`() throws {
        let sources = try NetworkChanges.open()
        defer { for source in sources { close(source) } }
        let lines = try Self.text(of: "/proc/self/fdinfo/\(sources[1])").split(separator: "\n")
        // CLOCK_REALTIME; TFD_TIMER_ABSTIME and TFD_TIMER_CANCEL_ON_SET (proc(5), linux/timerfd.h).
        #expect(lines.contains("clockid: 0"))
        #expect(lines.contains("settime flags: 03"))
    }

    @Test func `descriptor 0 is one, too`() async {
        await #expect(processExitsWith: .success) {
            close(0)
            let sources = try NetworkChanges.open()
            #expect(sources.first == 0)
        }
    }

    @Test func `where there is no second descriptor the first is given back`() async {
        await #expect(processExitsWith: .success) {
            let next = dup(0)
            close(next)
            for (count, call) in [(0, "open a netlink socket"), (1, "timerfd_create")] {
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                limit.rlim_cur = rlim_t(Int(next) + count)
                try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
                #expect(throws: SystemError(call: call, code: EMFILE)) { _ = try NetworkChanges.open() }
                #expect(fcntl(next, F_GETFD) < 0)
            }
        }
    }

    /// unshare(2) for `CLONE_NEWNET` of linux/sched.h, which Glibc shows to C alone.
    private static func leaveNetwork() -> CInt {
        unsafeBitCast(dlsym(nil, "unshare"), to: (@convention(c) (CInt) -> CInt).self)(0x4000_0000)
    }

    private static func isReadable(_ descriptor: CInt) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) == 1
    }

    private static func raiseLoopback() throws {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue), 0)
        defer { close(socket) }
        var request = ifreq()
        withUnsafeMutableBytes(of: &request.ifr_ifrn) { $0.copyBytes(from: "lo".utf8) }
        request.ifr_ifru.ifru_flags = CShort(IFF_UP)
        // SIOCSIFFLAGS of netdevice(7).
        try #require(ioctl(socket, 0x8914, &request) == 0)
    }

    private static func text(of path: String) throws -> String {
        String(decoding: try FileContents.read(path, limit: 10_000), as: UTF8.self)
    }
}
