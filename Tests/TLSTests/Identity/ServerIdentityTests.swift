import Foundation
import Frame
import TLSSupport
import Testing

@testable import TLS

@Suite struct ServerIdentityTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("identity-\(UUID())")
    private var files: TLSOptions.Identity {
        .init(certificate: folder.appendingPathComponent("c").path, key: folder.appendingPathComponent("k").path)
    }

    /// Puts a certificate and a key where the server looks for them.
    private func put(_ certificate: TestCertificate? = nil, key: TestCertificate? = nil) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (source, target) in [(certificate?.certificate, files.certificate), (key?.key, files.key)] {
            guard let source else { continue }
            try? FileManager.default.removeItem(atPath: target)
            try FileManager.default.copyItem(atPath: source, toPath: target)
        }
    }

    private func identity() throws -> ServerIdentity {
        let files = files
        return try ServerIdentity(files.certificate, others: [files.key]) { () throws(TransportError) in
            try TLSContext(server: files)
        }
    }

    private func lifeInDays(_ identity: ServerIdentity) -> Int? {
        identity.context.certificateLife.map { ($0.secondsLeft + 43_200) / 86_400 }
    }

    @Test("A new pair is taken when both of it are there, and nobody hears of the time between")
    func renewal() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (old, new) = (TestCertificate(names: "DNS:h", days: -1...2), TestCertificate(names: "DNS:h", days: -1...9))
        try put(old, key: old)
        let identity = try identity()
        #expect(identity.refresh(isForced: false) == nil)
        try put(new)
        #expect(identity.refresh(isForced: false) == nil)
        #expect(lifeInDays(identity) == 2)
        try put(key: new)
        #expect(identity.refresh(isForced: false) == .certificateRead(files.certificate))
        #expect(lifeInDays(identity) == 9)
        #expect(identity.refresh(isForced: false) == nil)
    }

    @Test("A broken pair changes nothing, and is told once")
    func broken() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = TestCertificate(names: "DNS:h", days: -1...2)
        try put(old, key: old)
        let identity = try identity()
        try "half a certi".write(toFile: files.certificate, atomically: true, encoding: .utf8)
        #expect(identity.refresh(isForced: false) == nil)
        let notice = try #require(identity.refresh(isForced: false))
        #expect(notice.isWarning && "\(notice)".hasPrefix("the old certificate stays in use"))
        #expect(identity.refresh(isForced: false) == nil)
        #expect(lifeInDays(identity) == 2)
        try FileManager.default.removeItem(atPath: files.certificate)
        #expect(identity.refresh(isForced: true)?.isWarning == true)
        #expect(lifeInDays(identity) == 2)
        identity.renew()
        #expect(lifeInDays(identity) == 2)
    }

    @Test("Who asks for it has the files read, changed or not")
    func forced() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = TestCertificate(names: "DNS:h")
        try put(certificate, key: certificate)
        let identity = try identity()
        #expect(identity.refresh(isForced: true) == .certificateRead(files.certificate))
    }
}
