import Glibc

/// A file of users and hashed passwords, as Apache's `htpasswd -B` writes it.
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

    /// Puts other lines into the file, and all at once.
    func replace(by lines: String) throws { try scratch.write(lines, to: "htpasswd") }

    /// Takes the file away.
    func remove() { unlink(file) }

    private static let original = "alice:$2y$05$6W2cX1cEBXqXiQSI1xXYJOMVbBRLYjLq2IHTxNyM8/v/r9zlNWjHG\n"

    /// Changes alice's password back to `secret`.
    func restorePassword() throws { try scratch.write(Self.original, to: "htpasswd") }

    /// Changes alice's password to `hunter2`.
    func changePassword() throws {
        try scratch.write("alice:$2y$05$a30TguEI40yW1Ar.kBQgZOP5JzayM8MjBberJ6h/dgqyIHfpErCAi\n", to: "htpasswd")
    }
}
