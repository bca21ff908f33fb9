import ArgumentParser
import Frame

/// When a peer that says nothing is taken for dead.
struct LivenessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How often to ping the other end. (default: 15)", valueName: "seconds"))
    var ping: Int?

    @Option(
        help: ArgumentHelp(
            "Without a byte for so long the other end is dead. (default: three pings' time)", valueName: "seconds"))
    var patience: Int?

    /// The options as parameters of a URI; which values make sense is for the transport to say.
    var parameters: [EndpointURI.Parameter] {
        .given(["ping": ping, "patience": patience])
    }
}
