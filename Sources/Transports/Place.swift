internal import Frame

/// Where a server listens, or can be found.
enum Place: Sendable, Hashable {
    /// At the URI's host and port.
    case network
    /// At the path of a Unix socket.
    case unix(String)
    /// At sockets that listen already, by their descriptors.
    case descriptors([CInt])

    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let path: String? = try parameters.take("unix")
        let list: String? = try parameters.take("descriptors")
        switch (path, list) {
        case (nil, nil): self = .network
        case (let path?, nil):
            guard SocketAddress(path: path) != nil else { throw .invalidParameter("unix", value: path) }
            self = .unix(path)
        case (nil, let list?):
            let numbers = list.split(separator: ",", omittingEmptySubsequences: false).map { CInt($0) ?? -1 }
            // Those below 3 are standard input, output and error.
            guard numbers.allSatisfy({ $0 >= 3 }), Set(numbers).count == numbers.count else {
                throw .invalidParameter("descriptors", value: list)
            }
            self = .descriptors(numbers)
        case (_?, _?): throw .invalidParameter("descriptors", value: "some beside 'unix'")
        }
    }
}
