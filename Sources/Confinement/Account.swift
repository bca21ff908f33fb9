internal import CLinux
package import Frame
import Glibc
internal import Linux

/// A user of this host and a group, to work as.
package struct Account: Sendable, Equatable {
    /// The user's name, or the number that was given.
    package let name: String
    package let user: UInt32
    package let group: UInt32
    /// All groups of the user's, `group` among them.
    package let groups: [UInt32]

    /// Finds the account that `USER[:GROUP]` names; a number stands for itself where it is no name.
    ///
    /// - Throws: ``AccountError``.
    package init(_ text: String) throws(AccountError) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard let name = parts.first, !name.isEmpty, !parts.contains("") else { throw .malformed(text) }
        let entry = Self.entry(of: name)
        guard let user = entry?.user ?? UInt32(name) else { throw .noUser(name) }
        guard user != 0 else { throw .root }
        let named: UInt32?
        if parts.count == 2 {
            guard let group = Self.group(parts[1]) ?? UInt32(parts[1]) else { throw .noGroup(parts[1]) }
            named = group
        } else {
            named = entry?.group
        }
        // A number that is no user's has no group of its own.
        guard let group = named else { throw .noGroup(name) }
        guard group != 0 else { throw .root }
        self.name = name
        (self.user, self.group) = (user, group)
        groups = entry == nil ? [group] : Self.groups(of: name, beside: group)
    }

    /// Makes this process the account's, in all threads and for good.
    ///
    /// Root's capabilities go with it.
    /// - Throws: `SystemError` if the process may not, which needs CAP_SETUID and CAP_SETGID; it must not go on then.
    package func assume() throws(SystemError) {
        // The groups first: whoever is somebody else already may not change them.
        guard setgroups(groups.count, groups) == 0, setresgid(group, group, group) == 0,
            setresuid(user, user, user) == 0
        else { throw .last("run as \(name)", hint: "that needs root, or CAP_SETUID and CAP_SETGID") }
        // Without a way back, or not at all.
        guard setuid(0) != 0, getuid() == user, geteuid() == user, getegid() == group else {
            throw SystemError(call: "run as \(name)", code: EPERM)
        }
    }

    private static func entry(of name: String) -> (user: UInt32, group: UInt32)? {
        // Before there are other threads that look up names; see getpwnam(3).
        getpwnam(name).map { ($0.pointee.pw_uid, $0.pointee.pw_gid) }
    }

    private static func group(_ name: String) -> UInt32? { getgrnam(name).map(\.pointee.gr_gid) }

    private static func groups(of name: String, beside group: UInt32) -> [UInt32] {
        var count: CInt = 64
        var groups = [UInt32](repeating: 0, count: Int(count))
        guard getgrouplist(name, group, &groups, &count) >= 0 else { return [group] }
        return Array(groups.prefix(Int(count)))
    }
}
