import Glibc

/// A file of users and hashed passwords, as Apache's `htpasswd -s` writes it.
struct Users {
    /// The file.
    let file: String
    private let scratch: Scratch

    /// Makes a file in which alice's password is `secret`.
    init() throws { try self.init(Self.original) }

    /// Makes a file of its lines.
    init(_ lines: String) throws {
        scratch = try Scratch()
        file = try scratch.write(lines, to: "htpasswd")
    }

    /// Takes the file away.
    func remove() { unlink(file) }

    private static let original = "alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n"

    /// Changes alice's password back to `secret`.
    func restorePassword() throws { try scratch.write(Self.original, to: "htpasswd") }

    /// Changes alice's password to `hunter2`.
    func changePassword() throws { try scratch.write("alice:{SHA}87u9ZqY9S/F0eUBXjsPQEDUw4h0=\n", to: "htpasswd") }
}
