/// How a connection ends (RFC 6455 §5.5.1, §7): told what happens, it says what to do.
///
/// No I/O and no clock.
///
///              close()                       received(_:)
///     open ──────────────► awaiting peer ──────────────────┐
///      │ received(_:): answer                              ▼
///      ├───────────────────────────────► server: disconnect; client: await the end of the stream
///      │ failed(_:): say why
///      └───────────────────────────────► disconnect
package struct ClosingHandshake: Sendable, Hashable {
    /// How far it has come.
    package enum State: Sendable, Hashable {
        /// Messages flow.
        case open
        /// Our close frame is out: we send nothing more, and read on until the peer's comes.
        case awaitingPeer
        /// Both close frames are out: the server closes the stream first, so that its port is the one that lingers
        /// (§7.1.1).
        case awaitingEnd
        /// Nothing more is sent or read: send what is queued, then close the stream.
        case over
    }

    /// What to do now: send a close frame, if there is one, and then as ``ClosingHandshake/state`` says.
    package typealias Reply = CloseCode?

    private let role: Role
    /// How far it has come.
    package private(set) var state = State.open
    /// The code the peer gave, ``CloseCode/noStatus`` if it gave none, or ``CloseCode/abnormal`` while it has sent no
    /// close frame (§7.1.5).
    package private(set) var peerCode = CloseCode.abnormal

    /// Begins with an open connection.
    package init(role: Role) { self.role = role }

    /// Whether messages and pings may still be sent: not behind our own close frame (§5.5.1).
    package var maySend: Bool { state == .open }

    /// Whether nothing more is sent but what is queued, and nothing more is read.
    package var isSaid: Bool { state == .awaitingEnd || state == .over }

    /// Whether both sides have taken their leave (§7.1.4).
    package var isClean: Bool { peerCode != .abnormal }

    /// We want to end the connection.
    ///
    /// Set a deadline for the peer's answer.
    ///
    /// - Returns: the code to send, or `nil` if the connection is ending already.
    package mutating func close(_ code: CloseCode) -> Reply {
        guard state == .open else { return nil }
        state = .awaitingPeer
        return code
    }

    /// The peer's close frame came.
    ///
    /// - Returns: the code to answer with, which is the peer's; or `nil` if we have sent ours.
    package mutating func received(_ code: CloseCode) -> Reply {
        guard state == .open || state == .awaitingPeer else { return nil }
        let reply = state == .open ? code : nil
        peerCode = code
        state = role == .server ? .over : .awaitingEnd
        return reply
    }

    /// The peer broke the protocol: the connection is failed, without waiting for an answer (§7.1.7).
    ///
    /// - Returns: the code that says why, or `nil` if we have sent a close frame before.
    package mutating func failed(_ error: ProtocolError) -> Reply {
        let reply = state == .open ? error.closeCode : nil
        state = .over
        return reply
    }

    /// The stream has ended, or a deadline for the peer's answer or for the end has passed.
    package mutating func ended() { state = .over }
}
