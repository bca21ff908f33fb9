import Testing

@testable import WebSocket

/// When a connection has nothing more to say.
@Suite struct GoodbyeTests {
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
