import ArgumentParser
import Frame
import Transports

/// When a peer that says nothing is taken for dead.
struct LivenessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Ping interval. (default: 15)", valueName: "seconds"))
    var ping: Int?

    @Option(
        help: ArgumentHelp(
            "Dead-peer timeout. (default: three times --ping)", valueName: "seconds"))
    var patience: Int?

    /// The options as parameters of a URI; which values make sense is for the transport to say.
    var parameters: [EndpointURI.Parameter] {
        [WebSocketParameters.ping.given(ping), WebSocketParameters.patience.given(patience)].compactMap(\.self)
    }
}
