import Frame
import Glibc
import Testing

@testable import Confinement

/// What a tunnel's arguments to system calls must be, in the kernel's numbers: (argument, mask, value).
@Suite struct SystemCallPolicyTests {
    private typealias Conditions = [[UInt64]]

    private static let all: Needs.Activities = [.accepting, .dialing, .dialingLocally, .removingFiles]

    private func conditions(of call: String) -> [Conditions] {
        SystemCallPolicy.tunnel(Self.all).rules.filter { $0.call == call }
            .map { $0.conditions.map { [UInt64($0.argument), $0.mask, $0.value] } }
    }

    @Test("Every call with a condition is one of these")
    func calls() {
        let calls = SystemCallPolicy.tunnel(Self.all).rules.filter { !$0.conditions.isEmpty }.map(\.call)
        let expected = """
            clone fcntl fcntl64 ioctl mmap mmap2 mprotect open openat prctl prlimit64 sched_setscheduler setpriority setsockopt socket tgkill
            unlinkat
            """
        #expect(Set(calls).sorted() == expected.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test("Flags of descriptors are F_GETFD, F_SETFD, F_GETFL, and of F_SETFL four", arguments: ["fcntl", "fcntl64"])
    func flags(call: String) {
        let simple: [Conditions] = [1, 2, 3].map { [[1, 0xffff_ffff, $0]] }
        #expect(conditions(of: call) == simple + [[[1, 0xffff_ffff, 4], [2, 0xffff_73fc, 0]]])
    }

    @Test("Sockets are Unix datagrams and streams, TCP and UDP by IPv4 and IPv6, and NETLINK_ROUTE")
    func sockets() {
        let pairs: [(UInt64, UInt64)] = [(1, 2), (1, 1), (2, 1), (2, 2), (10, 1), (10, 2)]
        let kinds: [Conditions] = pairs.map { [[0, 0xffff_ffff, $0], [1, 0xf, $1]] }
        #expect(conditions(of: "socket") == kinds + [[[0, 0xffff_ffff, 16], [2, 0xffff_ffff, 0]]])
    }

    @Test("Options are IP_RECVERR, IPV6_RECVERR, three of TCP and SO_KEEPALIVE")
    func options() {
        let options: [(UInt64, UInt64)] = [(0, 11), (41, 25), (6, 1), (6, 25), (6, 18), (1, 9)]
        #expect(conditions(of: "setsockopt") == options.map { [[1, 0xffff_ffff, $0], [2, 0xffff_ffff, $1]] })
    }

    @Test("Files are opened to be read, and memory is not to be written and executed")
    func bits() {
        let writing: UInt64 = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000
        #expect(conditions(of: "open") == [[[1, writing, 0]]] && conditions(of: "openat") == [[[2, writing, 0]]])
        for call in ["mmap", "mmap2"] { #expect(conditions(of: call) == [[[2, 4, 0]], [[2, 2, 0]]]) }
        #expect(conditions(of: "mprotect") == [[[2, 4, 0]]])
    }

    @Test("Of processes and threads only this one and the caller can be meant")
    func own() {
        let process = UInt64(getpid())
        #expect(conditions(of: "clone") == [[[0, 0x7e03_efff, 0x1_0f00]]])
        #expect(conditions(of: "tgkill") == [[[0, 0xffff_ffff, process]]])
        #expect(conditions(of: "sched_setscheduler") == [[[0, 0xffff_ffff, 0]]])
        #expect(conditions(of: "setpriority") == [[[0, 0xffff_ffff, 0], [1, 0xffff_ffff, 0]]])
        #expect(conditions(of: "prlimit64") == [[[0, 0xffff_ffff, 0], [2, .max, 0]]])
        #expect(conditions(of: "prctl") == [[[0, 0xffff_ffff, 15]], [[0, 0xffff_ffff, 16]]])
        #expect(conditions(of: "unlinkat") == [[[2, 0xffff_ffff, 0]]])
    }
}
