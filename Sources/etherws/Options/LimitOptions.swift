import ArgumentParser
import Frame
import Transports

/// How much of everything a server gives its clients.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Connections in total. (default: 10000)", valueName: "number"))
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp("Connections from one IPv4 address or IPv6 /64. (default: no limit)", valueName: "number"))
    var maxPerAddress: Int?

    @Option(help: ArgumentHelp("Connections of one user. (default: 256)", valueName: "number"))
    var maxPerUser: Int?

    @Option(
        help: ArgumentHelp(
            "Memory for frames that wait for slow clients, in total. (default: 256)", valueName: "MiB"))
    var queueMemory: Int?

    /// The options as parameters of a URI; which values make sense is for the transport to say.
    var parameters: [EndpointURI.Parameter] {
        [
            WebSocketParameters.maxConnections.given(maxConnections),
            WebSocketParameters.maxPerAddress.given(maxPerAddress),
            WebSocketParameters.maxPerUser.given(maxPerUser), WebSocketParameters.queueMemory.given(queueMemory),
        ].compactMap(\.self)
    }
}
