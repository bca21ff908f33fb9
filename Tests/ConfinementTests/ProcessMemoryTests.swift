import CLinux
import Glibc
import Testing

@testable import Confinement

@Suite struct ProcessMemoryTests {
    private static func limits() -> [UInt] {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        return [limit.rlim_cur, limit.rlim_max]
    }

    @Test("A process that conceals its memory leaves no core dump, whatever it might have left before")
    func cores() async {
        await #expect(processExitsWith: .success) {
            let greatest = ProcessMemoryTests.limits()[1]
            var none = rlimit(rlim_cur: 0, rlim_max: greatest)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0)
            for _ in 0..<2 {
                try ProcessMemory.conceal()
                #expect(ProcessMemoryTests.limits() == [0, 0])
            }
        }
    }

    @Test(
        "A process that conceals its memory may leave no more than nothing",
        arguments: [(1, 1), (0, 1), (4_096, 4_096), (0, 4_096)] as [(UInt, UInt)])
    func lessThanBefore(size: UInt, greatest: UInt) async {
        await #expect(processExitsWith: .success) { [size, greatest] in
            var some = rlimit(rlim_cur: size, rlim_max: greatest)
            _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &some)
            try ProcessMemory.conceal()
            #expect(ProcessMemoryTests.limits() == [0, 0])
        }
    }
}
