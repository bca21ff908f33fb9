public import Frame
internal import Linux

/// `loopback:NAME`: a cable with two ends inside the process, for tests and demonstrations without privileges.
///
/// The first two that open a name are joined, on whichever loops they live; a third is refused until one of them closes. While an end is
/// free, what is sent to it is dropped, as by an interface without a cable.
public struct LoopbackDevice: Device {
    let name: String
    let panel: PatchPanel

    /// What its URIs may say.
    static let declaration = URIDeclaration(
        "NAME", help: "one end of a cable in the process; the next to open the same name gets the other end")

    /// Reads the URI.
    ///
    /// - Throws: ``EndpointURIError`` for what is wrong with it.
    public init(_ uri: EndpointURI, on panel: PatchPanel) throws {
        guard uri.host == nil else { throw EndpointURIError.unexpectedPart("host", in: uri.scheme) }
        guard !uri.path.isEmpty else { throw EndpointURIError.missingPart("name", of: uri.scheme) }
        try uri.withParameters { _ in }
        name = uri.path
        self.panel = panel
    }

    /// Takes an end of the cable.
    ///
    /// - Throws: ``DeviceError/bothEndsTaken(_:)``.
    public func open(on loop: any EventLoop) async throws -> sending any Link {
        let ends = panel.cable(name)
        for (near, far) in [(ends.0, ends.1), (ends.1, ends.0)] where near.take() {
            return LoopbackLink(name: "loopback:\(name)", near: near, far: far, on: loop)
        }
        throw DeviceError.bothEndsTaken(name)
    }
}

/// The loopback cables of one registry, by name.
public final class PatchPanel: Sendable {
    private let cables = Locked<[String: (CableEnd, CableEnd)]>([:])

    /// Makes a panel without cables.
    public init() {}

    /// The two ends of a cable.
    ///
    /// There has always been one of any name.
    func cable(_ name: String) -> (CableEnd, CableEnd) {
        cables.withLock { cables in
            let ends = cables[name] ?? (CableEnd(), CableEnd())
            cables[name] = ends
            return ends
        }
    }
}
