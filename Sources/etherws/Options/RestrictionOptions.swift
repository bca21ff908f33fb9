import ArgumentParser
import Confinement

/// What the program gives up once the tunnel stands.
struct RestrictionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "User to run as when the tunnel is ready. Files that are read again must be readable for this user.",
            valueName: "user[:group]"))
    var runAs: String?

    @Option(
        help: ArgumentHelp(
            "Restriction when the tunnel is ready: no capabilities, and only the system calls that a tunnel needs (on); other calls "
                + "are logged instead of refused (warn); no restriction (off).",
            discussion: "(default: on, if the kernel supports it)",
            valueName: "on|warn|off"))
    var sandbox: Restrictions.Sandbox?

    /// What the options say.
    ///
    /// - Throws: `ValidationError` if there is no such user or group.
    func restrictions() throws -> Restrictions {
        do {
            return Restrictions(account: try runAs.map { try Account($0) }, sandbox: sandbox)
        } catch let error as AccountError {
            throw ValidationError("--run-as: \(error)")
        }
    }
}

extension Restrictions.Sandbox: ExpressibleByArgument {}
