import ArgumentParser
import Frame

/// How much of everything a server gives its clients.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Serve so many connections at most. (default: 10000)", valueName: "number"))
    var maxConnections: Int?

    @Option(help: ArgumentHelp("Serve so many from one network address at most.", valueName: "number"))
    var maxPerAddress: Int?

    @Option(help: ArgumentHelp("Serve so many as one user at most. (default: 256)", valueName: "number"))
    var maxPerUser: Int?

    @Option(
        help: ArgumentHelp(
            "Let frames wait for slow clients in so much memory, all together. (default: 256)", valueName: "MiB"))
    var queueMemory: Int?

    /// The options as parameters of a URI; which values make sense is for the transport to say.
    var parameters: [EndpointURI.Parameter] {
        .given([
            "max-connections": maxConnections, "max-per-address": maxPerAddress, "max-per-user": maxPerUser,
            "queue-memory": queueMemory,
        ])
    }
}
