import Foundation
import TLS

/// What the authority of the tests says by OCSP, put into words by `openssl ocsp`.
package struct TestResponder {
    /// Signs the responses; the authority itself, or somebody who poses as it.
    package var signer = TestCertificate.authority
    /// How long responses are good; `nil` for those that do not say.
    package var days: Int? = 1

    package init(signer: TestCertificate = .authority, days: Int? = 1) { (self.signer, self.days) = (signer, days) }

    package enum Word: String {
        case good = "V"
        case revoked = "R"
        /// Nothing is known of the certificate.
        case unknown = "E"
    }

    private struct Failed: Error { let words: String }

    /// - Returns: a response about a certificate that the authority of the tests has issued, in DER.
    package func response(about certificate: TestCertificate, _ word: Word = .good) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("responder-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (index, file) = (folder.appendingPathComponent("index"), folder.appendingPathComponent("response"))
        let serial = String(certificate.serial, radix: 16, uppercase: true)
        let number = serial.utf8.count % 2 == 0 ? serial : "0" + serial
        let revocation = word == .revoked ? "200101000000Z" : ""
        let entry = "\(word.rawValue)\t491231235959Z\t\(revocation)\t\(number)\tunknown\t/CN=test\n"
        try (word == .unknown ? "" : entry).write(to: index, atomically: false, encoding: .utf8)
        let authority = TestCertificate.authority.certificate
        try openssl(
            [
                "ocsp", "-index", index.path, "-CA", authority, "-issuer", authority, "-cert", certificate.certificate,
                "-rsigner", signer.certificate, "-rkey", signer.key, "-respout", file.path, "-noverify",
            ] + (days.map { ["-ndays", "\($0)"] } ?? []))
        return Array(try Data(contentsOf: file))
    }

    private func openssl(_ arguments: [String]) throws {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(words: words) }
    }
}
