import Testing

@testable import WebSocket

@Suite struct ClosingHandshakeTests {
    @Test(arguments: Role.allCases)
    func beginsOpen(_ role: Role) {
        let closing = ClosingHandshake(role: role)
        #expect(closing.state == .open)
        #expect(closing.maySend)
        #expect(!closing.isClean)
    }

    /// "After sending a control frame indicating the connection should be closed, a peer does not send any further
    /// data" (RFC 6455 §1.4).
    @Test(arguments: Role.allCases)
    func weCloseAndThePeerAnswers(_ role: Role) {
        var closing = ClosingHandshake(role: role)
        #expect(closing.close(.goingAway) == .goingAway)
        #expect(closing.state == .awaitingPeer)
        #expect(!closing.maySend)
        #expect(closing.received(.goingAway) == nil)
        #expect(closing.isClean)
        #expect(closing.peerCode == .goingAway)
    }

    @Test(arguments: [CloseCode.normal, .noStatus, CloseCode(rawValue: 4000)], Role.allCases)
    func thePeerClosesAndGetsItsCodeBack(_ code: CloseCode, _ role: Role) {
        var closing = ClosingHandshake(role: role)
        #expect(closing.received(code) == code)
        #expect(!closing.maySend)
        #expect(closing.isClean)
        #expect(closing.peerCode == code)
    }

    /// "The server … MUST close the TCP connection immediately", "the client SHOULD wait for the server" (RFC 6455
    /// §7.1.1).
    @Test func theServerEndsTheStreamAndTheClientWaits() {
        var server = ClosingHandshake(role: .server)
        var client = ClosingHandshake(role: .client)
        #expect(client.close(.normal) == .normal)
        #expect(server.received(.normal) == .normal)
        #expect(client.received(.normal) == nil)
        #expect(server.state == .over)
        #expect(client.state == .awaitingEnd)
        client.ended()
        #expect(client.state == .over)
        #expect(client.isClean && server.isClean)
    }

    @Test func bothCloseAtOnce() {
        var server = ClosingHandshake(role: .server)
        var client = ClosingHandshake(role: .client)
        #expect(client.close(.normal) == .normal)
        #expect(server.close(.goingAway) == .goingAway)
        #expect(client.received(.goingAway) == nil)
        #expect(server.received(.normal) == nil)
        #expect(client.state == .awaitingEnd && server.state == .over)
    }

    @Test(arguments: Role.allCases)
    func aPeerThatBreaksTheProtocolIsToldWhyOnce(_ role: Role) {
        var closing = ClosingHandshake(role: role)
        #expect(closing.failed(.invalidUTF8) == .invalidPayload)
        #expect(closing.state == .over)
        #expect(!closing.isClean)
        #expect(closing.failed(.reservedBits) == nil)
        #expect(closing.close(.normal) == nil)
        #expect(closing.received(.normal) == nil)
        #expect(closing.peerCode == .abnormal)
    }

    @Test(arguments: Role.allCases)
    func aFailureBehindOurCloseFrameSaysNothingMore(_ role: Role) {
        var closing = ClosingHandshake(role: role)
        #expect(closing.close(.normal) == .normal)
        #expect(closing.failed(.messageTooBig) == nil)
        #expect(closing.state == .over)
    }

    @Test(arguments: Role.allCases)
    func aStreamThatEndsWithoutACloseFrameIsNotClean(_ role: Role) {
        var closing = ClosingHandshake(role: role)
        closing.ended()
        #expect(closing.state == .over)
        #expect(!closing.isClean)
        #expect(closing.peerCode == .abnormal)
        #expect(closing.close(.normal) == nil)
    }

    @Test func closingTwiceSendsOneFrame() {
        var closing = ClosingHandshake(role: .client)
        #expect(closing.close(.normal) == .normal)
        #expect(closing.close(.goingAway) == nil)
        #expect(closing.state == .awaitingPeer)
    }

    @Test("All is said when both sides have said goodbye, and not when one has", arguments: [Role.client, .server])
    func both(role: Role) {
        var closing = ClosingHandshake(role: role)
        #expect(!closing.isSaid)
        _ = closing.close(.goingAway)
        #expect(!closing.isSaid)
        _ = closing.received(.normal)
        #expect(closing.isSaid)
        closing.ended()
        #expect(closing.isSaid)
    }

    @Test("Nothing is left to say to a peer that breaks the protocol", arguments: [Role.client, .server])
    func broken(role: Role) {
        var closing = ClosingHandshake(role: role)
        _ = closing.failed(.reservedBits)
        #expect(closing.isSaid)
    }
}
