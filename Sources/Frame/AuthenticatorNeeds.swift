/// What an authenticator goes on needing of its process, which may give up all else once it is there.
public struct AuthenticatorNeeds: Sendable, Equatable {
    /// The files that it reads again when they change.
    public var files: [String]
    /// Whether it starts programs.
    public var runsPrograms: Bool

    /// Makes needs, or none.
    public init(files: [String] = [], runsPrograms: Bool = false) {
        (self.files, self.runsPrograms) = (files, runsPrograms)
    }
}
