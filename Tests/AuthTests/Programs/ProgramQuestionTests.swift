import Frame
import Testing

@testable import Auth

@Suite struct ProgramQuestionTests {
    private func line(_ credentials: Credentials) -> String? {
        ProgramQuestion.line(credentials).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `credentials are one line of JSON`() {
        #expect(line(.basic(user: "ann", password: "secret")) == #"{"user":"ann","password":"secret"}"# + "\n")
        #expect(line(.bearer("x")) == #"{"token":"x"}"# + "\n")
        let certificate = PeerCertificate(commonName: "Ann", hosts: [], addresses: ["a@b", "c@d"], uris: ["u:v"])
        #expect(
            line(Credentials(bearer: "x", certificate: certificate)) == """
                {"token":"x","certificate":{"commonName":"Ann","hosts":[],"addresses":["a@b","c@d"],"uris":["u:v"]}}\n
                """)
        #expect(line(Credentials(certificate: PeerCertificate()))?.contains(#""commonName":null"#) == true)
    }

    @Test(arguments: ["a\"b\\c", "a\nb\r\u{0}\u{1f}", "\u{f}\u{10}", "müller", "😀", "}\n{", "\u{2028}"])
    func `whatever a password holds, it is one line that reads as the same again`(password: String) throws {
        let line = try #require(ProgramQuestion.line(.basic(user: password, password: .init(password))))
        #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
        let members = try #require(JSONLine.members(of: line))
        #expect(members.map(\.value) == [.string(password), .string(password)])
    }

    @Test func `there is a longest line`() {
        // Of 32 KiB the name, the quotes and the end of the line take 13 bytes.
        #expect(line(.bearer(.init(String(repeating: "x", count: 32_755))))?.utf8.count == 32_768)
        #expect(line(.bearer(.init(String(repeating: "x", count: 32_756)))) == nil)
    }
}
