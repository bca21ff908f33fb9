import Testing

@testable import Transports

@Suite struct KeepaliveTests {
    @Test func neverGivesUpAPeerThatNeverAnsweredAPing() {
        let keepalive = Keepalive(at: .zero)
        #expect(keepalive.tick(at: .seconds(10_000)) == .ping)
    }

    @Test func givesUpAPeerThatUsedToAnswerAndIsSilentForThreePings() {
        var keepalive = Keepalive(at: .zero)
        keepalive.heard(at: .seconds(15))
        keepalive.heardPong()
        #expect(keepalive.tick(at: .seconds(59)) == .ping)
        #expect(keepalive.tick(at: .seconds(60)) == .giveUp)
    }

    @Test func takesAnyByteForASignOfLife() {
        var keepalive = Keepalive(at: .zero)
        keepalive.heardPong()
        keepalive.heard(at: .seconds(100))
        #expect(keepalive.tick(at: .seconds(144)) == .ping)
    }
}
