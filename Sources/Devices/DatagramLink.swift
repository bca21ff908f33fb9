internal import CLinux
package import Frame
import Glibc
internal import Offloading
internal import Queueing

/// A link over any descriptor where one `read` is one frame: a TAP interface, a packet socket, a pair of Unix datagram sockets.
///
/// There is one system call a frame: a TAP takes a whole `writev` as a single packet. Nothing is queued here but in the kernel, so
/// a frame that the kernel does not take is dropped.
///
/// A TAP may give and take bursts in one piece, with a `virtio_net_hdr` in front of each frame.
package final class DatagramLink: Link {
    /// Tells the host behind a descriptor whether its network works.
    package typealias Carrier = @Sendable (_ descriptor: CInt, _ isUp: Bool) -> Void

    /// What logs and counters call the link.
    package let name: String
    let descriptor: CInt
    let longestFrame: Int
    let loop: any EventLoop
    private let carrier: Carrier?
    /// Of a descriptor on which a `virtio_net_hdr` stands in front of each frame: what joins frames into super-frames for it.
    let joiner: Joiner?
    /// What the kernel takes in one piece.
    package let capabilities: LinkCapabilities
    // Touched for every frame; no access lasts while somebody else is called.
    @exclusivity(unchecked) var receiver: (any FrameReceiver)?
    @exclusivity(unchecked) var isOpen = true
    /// The kernel's queue, of which the next super-frame may have to lose a segment.
    @exclusivity(unchecked) var standing = StandingQueue()
    /// Whether the descriptor was said to have failed the last time, and nothing came of it.
    var isSuspect = false

    /// Frames read before the loop turns to its other descriptors.
    static let batch = 64
    /// Bytes read before that, but for the last frame: no more than a processor's cache holds.
    static let batchBytes = 512 * 1024

    /// Takes ownership of `descriptor`, which must be non-blocking.
    ///
    /// - Parameters:
    ///   - name: what logs call the link.
    ///   - longestFrame: bytes of the longest frame the descriptor takes; longer ones are dropped.
    ///   - offloads: what the descriptor takes and gives with a `virtio_net_hdr` in front of each frame; `nil` if it has none.
    ///   - carrier: passes on whether the network works; `nil` where there is nobody to tell.
    package init(
        owning descriptor: CInt,
        name: String,
        longestFrame: Int = FrameSize.maximum,
        offloads: LinkCapabilities? = nil,
        on loop: any EventLoop,
        carrier: Carrier? = nil
    ) {
        self.descriptor = descriptor
        self.name = name
        self.longestFrame = longestFrame
        self.loop = loop
        self.carrier = carrier
        capabilities = offloads ?? []
        joiner = offloads.map { offloads in
            Joiner(headroom: VirtioHeader.length, joinsUDP: offloads.contains(.segmentsUDP))
        }
    }

    deinit {
        // As long as the link is started, the loop keeps it alive: nobody watches the descriptor.
        if isOpen { Glibc.close(descriptor) }
    }

    /// Starts reading.
    ///
    /// A descriptor that cannot be watched ends the link a little later.
    package func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        do {
            try loop.watch(descriptor, for: .read) { self.ready($0) }
        } catch {
            loop.schedule(after: .zero) { self.end(error) }
        }
    }

    /// Tells the host behind the descriptor, if there is one.
    package func setCarrier(isUp: Bool) {
        if isOpen { carrier?(descriptor, isUp) }
    }

    /// Closes the descriptor, at once.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        receiver = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
    }
}
