import Conformance
import Frame
import Glibc

@testable import Devices
@testable import Queueing
@testable import Streams
@testable import Switching
@testable import Transports
@testable import WebSocket

/// One port of the node under test: its link, for the switch to have, and the far end.
final class NodePort {
    let near: CInt
    let far: any FarEnd
    let link: any Link
    let role: PortRole
    /// Of a tunnel.
    let peer: FarPeer?
    /// Of a device.
    let kernel: FarKernel?
    /// Whether the far end reads nothing for the time being.
    var isStalled = false

    /// Makes a tunnel.
    ///
    /// - Parameters:
    ///   - role: of the near end.
    ///   - isNarrow: whether the socket takes no more than a few messages at a time.
    ///   - memory: what may wait for it, in bytes.
    init(tunnel role: Role, compression: Compression?, isNarrow: Bool, memory: Int, on loop: ManualLoop) {
        let (near, far) = Self.pair(SOCK_STREAM)
        if isNarrow { Self.size(near, 4 * 1024) }
        let stream = ByteStream(StreamSocket(owning: near), tls: nil, egressLimit: Outbound.egressLimit, on: loop)
        let peer = FarPeer(far, near: role, compression: compression)
        link = WebSocketLink(
            role: role, limits: Limits(), compression: compression, liveness: .standard, name: "tunnel", over: stream,
            queueingIn: QueueMemory(budget: memory), early: [])
        (self.near, self.far, self.peer, kernel, self.role) = (near, peer, peer, nil, .tunnel)
    }

    /// Makes a device.
    ///
    /// - Parameter offloads: what the far end takes in one piece; `nil` for one without a `virtio_net_hdr`.
    init(device offloads: LinkCapabilities?, on loop: ManualLoop) {
        // Each read is one frame, as of a TAP.
        let (near, far) = Self.pair(SOCK_SEQPACKET)
        let kernel = FarKernel(far, hasHeader: offloads != nil)
        link = DatagramLink(owning: near, name: "device", offloads: offloads, on: loop)
        (self.near, self.far, self.kernel, peer, role) = (near, kernel, kernel, nil, .device)
    }

    deinit { close(far.descriptor) }

    private static func pair(_ type: __socket_type) -> (near: CInt, far: CInt) {
        var ends: [CInt] = [-1, -1]
        let isMade = socketpair(AF_UNIX, CInt(type.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0
        require(isMade, "no sockets")
        // Room for whatever the far end may write in one turn, and for a few of the longest frames of the near end.
        size(ends[0], 256 * 1024)
        size(ends[1], 1024 * 1024)
        return (ends[0], ends[1])
    }

    private static func size(_ end: CInt, _ byteCount: CInt) {
        var byteCount = byteCount
        setsockopt(end, SOL_SOCKET, SO_SNDBUF, &byteCount, socklen_t(MemoryLayout<CInt>.size))
    }
}
