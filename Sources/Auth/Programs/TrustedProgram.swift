import Glibc

/// A program that passwords may be handed to, because nobody but root and we can have put it where it is.
struct TrustedProgram: Sendable {
    /// Where the operator says it is.
    let path: String

    /// Looks, and says where the program itself is, without symbolic links.
    ///
    /// - Throws: ``AuthError/untrustworthy(program:reason:)``.
    func resolved() throws(AuthError) -> String {
        guard path.utf8.first == UInt8(ascii: "/") else { throw untrustworthy("its path does not begin with '/'") }
        guard let place = realpath(path, nil) else { throw untrustworthy(String(cString: strerror(errno))) }
        defer { free(place) }
        let program = String(cString: place)
        let status = try status(of: program)
        guard status.st_mode & S_IFMT == S_IFREG, access(program, X_OK) == 0 else {
            throw untrustworthy("it is no program that we may run")
        }
        guard Self.isOurs(status.st_uid), status.st_mode & 0o022 == 0 else {
            throw untrustworthy("others than its owner may write it, or its owner is neither root nor we")
        }
        try checkDirectories(above: program)
        return program
    }

    /// Whoever may write a directory may put another file in the place of one in it, unless the directory is sticky.
    private func checkDirectories(above program: String) throws(AuthError) {
        var directory = program[...]
        while let slash = directory.utf8.lastIndex(of: UInt8(ascii: "/")) {
            directory = directory[..<slash]
            let name = directory.isEmpty ? "/" : String(directory)
            let status = try status(of: name)
            guard Self.isOurs(status.st_uid), status.st_mode & 0o022 == 0 || status.st_mode & S_ISVTX != 0 else {
                throw untrustworthy("others may write the directory '\(name)'")
            }
        }
    }

    private func status(of file: String) throws(AuthError) -> stat {
        var status = stat()
        guard stat(file, &status) == 0 else { throw untrustworthy(String(cString: strerror(errno))) }
        return status
    }

    static func isOurs(_ owner: uid_t, user: uid_t = geteuid()) -> Bool { owner == 0 || owner == user }

    private func untrustworthy(_ reason: String) -> AuthError { .untrustworthy(program: path, reason: reason) }
}
