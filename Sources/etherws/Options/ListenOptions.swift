import ArgumentParser
import Frame

/// Where a server listens other than at a port.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Listen on this Unix socket instead of a port.", valueName: "path"))
    var unix: String?

    /// The parameters of the URI to listen on that say so; sockets that the service manager has opened go before all.
    ///
    /// - Throws: `ValidationError`.
    func parameters(in environment: ProcessEnvironment) throws -> [EndpointURI.Parameter] {
        let inherited = InheritedSockets(environment)
        if !inherited.descriptors.isEmpty {
            guard unix == nil else {
                throw ValidationError("--unix and sockets of a service manager exclude each other")
            }
            return [.init("descriptors", inherited.descriptors.map(String.init).joined(separator: ","))]
        }
        return unix.map { [.init("unix", $0)] } ?? []
    }
}
