import Frame
import Glibc
import Testing

@testable import Confinement

@Suite struct AccountTests {
    @Test("An account is a user and the user's groups")
    func user() throws {
        let account = try Account("daemon")
        #expect(account.user == 1 && account.group == 1)
        #expect(account.groups.contains(1))
    }

    @Test("Another group may be named, and numbers do for names")
    func group() throws {
        #expect(try Account("daemon:nogroup").group == 65534)
        let account = try Account("1234:5678")
        #expect((account.user, account.group) == (1234, 5678))
        #expect(account.groups == [5678])
        #expect(try Account("1:2").name == "1")
    }

    @Test(
        "What names no account to work as is told",
        arguments: [
            ("", .malformed("")), (":", .malformed(":")), ("daemon:", .malformed("daemon:")),
            (":daemon", .malformed(":daemon")),
            ("nobody at all", .noUser("nobody at all")), ("daemon:no group", .noGroup("no group")),
            ("daemon:no:group", .noGroup("no:group")), ("1234:root", .root), ("4294967295:0", .root),
            ("1234", .noGroup("1234")),
            ("root", .root), ("0:1", .root), ("daemon:root", .root), ("-1:1", .noUser("-1")),
            ("4294967296:1", .noUser("4294967296")),
        ] as [(String, AccountError)])
    func errors(text: String, error: AccountError) { #expect(throws: error) { try Account(text) } }

    @Test("A process becomes the account's, with its groups and no others", .enabled(if: isRoot))
    func assume() throws {
        #expect(try captive("account", "daemon") == ["1", "1", "1"])
        #expect(try captive("account", "1234:5678") == ["1234", "5678", "5678"])
    }

    @Test("Who is not root cannot become somebody else", .enabled(if: !isRoot))
    func refused() throws {
        let account = try Account("1234:5678")
        #expect(throws: SystemError.self) { try account.assume() }
    }
}
