import Frame
import Glibc
import Testing

@testable import Confinement

@Suite struct SystemCallFilterErrorTests {
    @Test(
        "A condition on an argument that no system call has is an error that names the call; on the last one it is none"
    )
    func arguments() throws {
        for number: UInt32 in [0, 5] {
            var policy = SystemCallPolicy(otherwise: .allow)
            policy.add(.refuse(EPERM), "mmap", .argumentIsNull(number))
            _ = try SystemCallFilter(policy)
        }
        var policy = SystemCallPolicy(otherwise: .allow)
        policy.add(.refuse(EPERM), "mmap", .argumentIsNull(6))
        let error = #expect(throws: SystemError.self) { try SystemCallFilter(policy) }
        #expect(error?.call == "filter mmap" && error?.code == EINVAL)
    }

    @Test("A call that this machine does not have, or nobody, is left out")
    func unknown() throws {
        var policy = SystemCallPolicy(otherwise: .allow)
        policy.add(.refuse(EPERM), "no_such_call s390_pci_mmio_read")
        _ = try SystemCallFilter(policy)
    }
}
