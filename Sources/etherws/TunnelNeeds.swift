import Confinement
import Frame

/// What a tunnel that stands goes on needing of its process.
struct TunnelNeeds: Equatable {
    /// The files that it reads again: when they change, or for another connection.
    var files: [String] = []
    /// Whether it starts programs.
    var runsPrograms = false
    /// What it does beside moving frames.
    var activities: SystemCallPolicy.Activities = []
}

extension TunnelNeeds {
    /// The parameters of a transport's URI that name files.
    private static let fileParameters: Set = ["certificate", "key", "clientca", "clientcrl", "cacerts", "crl", "ocsp"]

    /// What the plan's far end needs.
    ///
    /// - Throws: what keeps the plan's authenticator from being made.
    init(of plan: TunnelPlan, in registry: Registry) throws {
        switch plan.farEnd {
        case .connect(let uris, _):
            files = uris.flatMap(Self.files)
            activities = uris.reduce([]) { $0.union(Self.isLocal($1) ? .dialingLocally : .dialing) }
        case .listen(let uri, let authenticator):
            let needs = try authenticator.map { try registry.authenticator($0).needs } ?? AuthenticatorNeeds()
            files = Self.files(in: uri) + needs.files + (plan.policyFile.map { [$0.path] } ?? [])
            runsPrograms = needs.runsPrograms
            activities = Self.isLocal(uri) ? [.accepting, .removingFiles] : .accepting
        }
    }

    /// Whether it is at a Unix socket.
    private static func isLocal(_ uri: EndpointURI) -> Bool { uri.parameters.contains { $0.name == "unix" } }

    private static func files(in uri: EndpointURI) -> [String] {
        uri.parameters.filter { fileParameters.contains($0.name) }.map(\.value)
    }
}
