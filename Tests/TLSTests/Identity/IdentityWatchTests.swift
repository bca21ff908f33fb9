import COpenSSL
import Conformance
import Frame
import Linux
import TLSSupport
import Testing

@testable import TLS

/// A certificate that ends tomorrow, watched on a loop that a test moves by hand.
@Suite struct IdentityWatchTests {
    private let loop = ManualLoop()
    private let notices = Notices()
    private let watch: IdentityWatch

    private final class Notices: Sendable {
        let all = Locked<[TransportNotice]>([])

        var count: Int { all.withLock { $0.count } }
    }

    init() throws { watch = try Self.watch(.localhost, on: loop, noting: notices) }

    private static func watch(
        _ certificate: TestCertificate, on loop: ManualLoop, noting notices: Notices
    ) throws -> IdentityWatch {
        let files = certificate.identity
        let identity = try ServerIdentity(files.certificate, others: [files.key]) { () throws(TransportError) in
            try TLSContext(server: files)
        }
        return IdentityWatch(identity, on: loop) { notice in notices.all.withLock { $0.append(notice) } }
    }

    /// Runs the watch's jobs until a timer is set.
    private func settle() async {
        while loop.nextDeadline == nil {
            loop.runJobs()
            await Task.yield()
        }
    }

    private func start(_ watch: IdentityWatch? = nil) async {
        let watch = watch ?? self.watch
        let starting = Task { await watch.start() }
        await settle()
        await starting.value
    }

    private func pass(_ seconds: Int) async {
        loop.advance(by: .seconds(seconds))
        await settle()
    }

    @Test("It is looked at every five seconds")
    func interval() async {
        await start()
        #expect(notices.count == 1)
        #expect(loop.nextDeadline == .seconds(5))
        await pass(5)
        #expect(loop.nextDeadline == .seconds(10))
        #expect(notices.count == 1)
    }

    @Test("A warning is repeated once a day", arguments: [(86_399, 1), (86_400, 2)])
    func day(seconds: Int, count: Int) async {
        await start()
        await pass(seconds - 5)
        #expect(notices.count == 1)
        await pass(5)
        #expect(notices.count == count)
        // A day later, and no sooner.
        await pass(86_400 - 5)
        #expect(notices.count == 2)
    }

    @Test("It ends when it is told")
    func end() async {
        await start()
        let stopping = Task { await watch.stop() }
        while loop.runJobs() == 0 { await Task.yield() }
        await stopping.value
        #expect(loop.nextDeadline == nil)
    }

    @Test("What is read anew is told, and warned of again, but not after the end", arguments: [(false, 3), (true, 1)])
    func reload(isOver: Bool, count: Int) async {
        await start()
        let isDone = Locked(false)
        let reloading = Task {
            if isOver { await watch.stop() }
            await watch.reload()
            isDone.withLock { $0 = true }
        }
        while !isDone.withLock({ $0 }) {
            loop.runJobs()
            await Task.yield()
        }
        await reloading.value
        #expect(notices.count == count)
    }

    @Test("That a certificate demands a response which is not there is repeated once a day, too")
    func status() async throws {
        let demanding = TestCertificate(
            names: "DNS:localhost", signedBy: .authority, extensions: [(NID_tlsfeature, "status_request")])
        let watch = try Self.watch(demanding, on: loop, noting: notices)
        await start(watch)
        let isMissing = TransportNotice.statusMissing(demanding.certificate)
        #expect(notices.all.withLock { $0.count { $0 == isMissing } } == 1)
        await pass(5)
        #expect(notices.all.withLock { $0.count { $0 == isMissing } } == 1)
        await pass(86_400)
        #expect(notices.all.withLock { $0.count { $0 == isMissing } } == 2)
        withExtendedLifetime(watch) {}
    }
}
