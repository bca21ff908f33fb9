import ArgumentParser
import Frame
import Glibc

/// `etherws uris`: lists what the URIs of devices, transports and authenticators may say.
struct URIsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uris",
        abstract: "List the URIs of devices, transports and authenticators, with their parameters.",
        discussion: """
            Examples:
              etherws uris
              etherws uris tap wss
            """
    )

    @Argument(help: ArgumentHelp("Scheme to list, as in wss; may be repeated. (default: all)", valueName: "scheme"))
    var schemes: [String] = []

    func run() throws {
        let text = try Self.text(of: .program(), schemes: schemes)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            writeLine(String(line), to: STDOUT_FILENO)
        }
    }

    /// The help of these schemes, or of all, by the option that takes them.
    ///
    /// - Throws: `ValidationError` for a scheme that does not exist.
    static func text(of registry: Registry, schemes: [String] = []) throws -> String {
        let known = ComponentKind.allCases.flatMap { registry.schemes(of: $0) }
        let wanted = schemes.map { $0.lowercased() }
        if let unknown = wanted.first(where: { !known.contains($0) }) {
            throw ValidationError("Unknown scheme '\(unknown)'. There are \(known.joined(separator: ", "))")
        }
        return ComponentKind.allCases.compactMap { kind in
            let texts = registry.schemes(of: kind).filter { wanted.isEmpty || wanted.contains($0) }
                .compactMap { registry.help(for: kind, $0) }
            return texts.isEmpty ? nil : "\(kind.heading)\n\n" + texts.joined(separator: "\n\n")
        }.joined(separator: "\n\n")
    }
}

extension ComponentKind {
    fileprivate var heading: String {
        switch self {
        case .device: "DEVICES (--device):"
        case .transport: "TRANSPORTS (--uri):"
        case .authenticator: "AUTHENTICATORS (--auth):"
        }
    }
}
