import ArgumentParser
import Auth
import CLinux
import Devices
import Frame
import Testing

@testable import etherws

@Suite struct FailureTests {
    @Test(
        "What the operator wrote wrongly is an error of usage",
        arguments: [
            ValidationError("no"),
            EndpointURIError.missingScheme("x"),
            RegistryError.unknown(.device, scheme: "tpa", available: ["tap"]),
            TransportError.cannotListen,
            DeviceError.invalidInterfaceName("a/b"),
            AuthError.unreadable(file: "users", reason: "No such file or directory"),
            SystemError(call: "open users", code: ENOENT, reason: "No such file or directory"),
            SystemError(call: "bridge br0", code: ENODEV, reason: "No such device"),
        ] as [any Error]
    )
    func usage(error: any Error) {
        #expect(Failure(error).status == .usage)
    }

    @Test(
        "What is not there or in use is unreachable",
        arguments: [
            TransportError.unreachable("h: connection refused"),
            TransportError.silent,
            DeviceError.bothEndsTaken("lab"),
            TransportError.protocolViolation("x"),
            SystemError(call: "open tap0", code: EBUSY, reason: "Device or resource busy"),
            SystemError(call: "bind :80", code: EADDRINUSE, reason: "Address already in use"),
            SystemError(call: "epoll_create1", code: EMFILE, reason: "Too many open files"),
        ] as [any Error]
    )
    func unreachable(error: any Error) {
        #expect(Failure(error).status == .unreachable)
    }

    @Test(
        "What was forbidden is refused",
        arguments: [
            TransportError.refused("wrong user or password"),
            SystemError(call: "open tap0", code: EPERM, reason: "Operation not permitted"),
            SystemError(call: "bind :80", code: EACCES, reason: "Permission denied"),
        ] as [any Error]
    )
    func refused(error: any Error) {
        #expect(Failure(error).status == .refused)
    }

    @Test("What nobody foresaw is our bug")
    func ours() {
        struct Surprise: Error {}
        #expect(Failure(Surprise()).status == .ours)
        #expect(Failure(SystemError(call: "x", code: EFAULT, reason: "Bad address")).status == .ours)
    }

    @Test("A signal gives the status that a shell knows", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(CInt, CInt)])
    func signals(signal: CInt, status: CInt) {
        #expect(Failure(Interrupted(signal: signal)).status.rawValue == status)
    }

    @Test("The statuses are those of sysexits.h")
    func numbers() {
        #expect([ExitStatus.success, .usage, .unreachable, .ours, .refused].map(\.rawValue) == [0, 64, 69, 70, 77])
    }

    @Test("The sentence says what the error says, in one line")
    func sentence() {
        #expect(Failure(TransportError.refused("h: 401\r\nSet-Cookie: x")).sentence == "h: 401  Set-Cookie: x")
        #expect(
            Failure(SystemError(call: "bind :80", code: EACCES, reason: "Permission denied")).sentence
                == "bind :80: Permission denied")
        #expect(Failure(ValidationError("TLS needs both.")).sentence == "TLS needs both.")
    }

    @Test("A failure stays what it is")
    func identity() {
        let failure = Failure("x", .unreachable)
        #expect(Failure(failure) == failure)
    }
}
