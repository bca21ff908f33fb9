import ArgumentParser
import Confinement

/// What the program gives up once the tunnel stands.
struct RestrictionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Go on as this user once the tunnel stands. Files that are read again must be readable for that user.",
            valueName: "user[:group]"))
    var runAs: String?

    @Option(
        help: ArgumentHelp(
            "Once the tunnel stands, give up all capabilities and refuse system calls that a tunnel has no need of (on); only log them "
                + "(warn); or neither (off).",
            discussion: "(default: on, where the kernel can)",
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
