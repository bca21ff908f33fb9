internal import Frame
internal import Streams

/// Where a server listens, or can be found.
enum ListenAddress: Sendable, Hashable {
    /// At the URI's host and port.
    case network
    /// At the path of a Unix socket; to listen, with these permissions for its file.
    case unix(String, mode: UInt32 = ListenAddress.mode)
    /// At sockets that listen already, by their descriptors.
    case descriptors([CInt])

    /// The owner and the group may connect, and nobody else, whatever the umask says.
    static let mode: UInt32 = 0o660

    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let path = try parameters.take(WebSocketParameters.unix)
        let list = try parameters.take(WebSocketParameters.descriptors)
        let mode = try parameters.take(WebSocketParameters.unixMode)
        guard mode == nil || path != nil else { throw .missingPart("'unix' parameter beside 'unix-mode'", of: "ws") }
        switch (path, list) {
        case (nil, nil): self = .network
        case (let path?, nil):
            guard SocketAddress(path: path) != nil else { throw .invalidParameter("unix", value: path) }
            self = .unix(path, mode: try mode.map(Self.mode) ?? Self.mode)
        case (nil, let list?):
            let numbers = list.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false)
                .map { CInt(String($0)) ?? -1 }
            // Those below 3 are standard input, output and error.
            guard numbers.allSatisfy({ $0 >= 3 }), Set(numbers).count == numbers.count else {
                throw .invalidParameter("descriptors", value: list)
            }
            self = .descriptors(numbers)
        case (_?, _?): throw .invalidParameter("descriptors", value: "some beside 'unix'")
        }
    }

    /// Reads octal digits, as chmod(1) does: permissions, and nothing beside them.
    private static func mode(_ text: String) throws(EndpointURIError) -> UInt32 {
        guard (3...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x37).contains($0) }),
            let mode = UInt32(text, radix: 8), mode <= 0o777
        else { throw .invalidParameter("unix-mode", value: text) }
        return mode
    }
}
