import Testing

@testable import Transports

@Suite struct KeepaliveTests {
    /// A peer that was heard at the 15th second, by an answer to a ping.
    private var answering: Keepalive {
        var keepalive = Keepalive(at: .zero)
        keepalive.heard(at: .seconds(15))
        keepalive.heardPong()
        return keepalive
    }

    @Test func neverGivesUpAPeerThatNeverAnsweredAPing() {
        var keepalive = Keepalive(at: .zero)
        #expect(keepalive.tick(at: .seconds(10_000)) == .ping)
        keepalive.probed(at: .seconds(10_000))
        #expect(keepalive.tick(at: .seconds(20_000)) == .ping)
    }

    @Test func givesUpAPeerThatUsedToAnswerAndIsSilentForThreePings() {
        #expect(answering.tick(at: .seconds(59)) == .ping)
        #expect(answering.tick(at: .seconds(60)) == .giveUp)
    }

    @Test func takesAnyByteForASignOfLife() {
        var keepalive = answering
        keepalive.heard(at: .seconds(100))
        #expect(keepalive.tick(at: .seconds(144)) == .ping)
    }

    @Test func hasTheIntervalAndThePatienceItIsGiven() {
        var keepalive = Keepalive(Liveness(interval: .seconds(2), patience: .seconds(7)), at: .zero)
        keepalive.heardPong()
        #expect(keepalive.pause(at: .zero, random: 0.5) == .seconds(2))
        #expect(keepalive.tick(at: .milliseconds(6999)) == .ping)
        #expect(keepalive.tick(at: .seconds(7)) == .giveUp)
    }

    @Test(arguments: [0, 0.3, 0.999]) func pingsATenthEarlierOrLater(random: Double) {
        let pause = answering.pause(at: .seconds(15), random: random)
        #expect(pause >= .milliseconds(13_500) && pause < .milliseconds(16_500))
        #expect(answering.pause(at: .seconds(15), random: 0) != answering.pause(at: .seconds(15), random: 0.9))
    }

    @Test func looksAgainAtTheMomentPatienceEnds() {
        #expect(answering.pause(at: .seconds(58), random: 0.5) == .seconds(2))
        #expect(answering.pause(at: .seconds(100), random: 0.5) == .zero)
    }

    @Test func hasLessPatienceWhereThereIsReasonToAsk() {
        var keepalive = answering
        keepalive.probed(at: .seconds(16))
        #expect(keepalive.pause(at: .seconds(16), random: 0.5) == Keepalive.probePatience)
        #expect(keepalive.tick(at: .seconds(20)) == .ping)
        #expect(keepalive.tick(at: .seconds(21)) == .giveUp)
    }

    @Test func hasItsUsualPatienceAgainWhenThePeerHasAnswered() {
        var keepalive = answering
        keepalive.probed(at: .seconds(16))
        keepalive.heard(at: .seconds(17))
        #expect(keepalive.tick(at: .seconds(61)) == .ping)
        #expect(keepalive.tick(at: .seconds(62)) == .giveUp)
    }

    @Test func isNotMorePatientForBeingAsked() {
        var keepalive = answering
        keepalive.probed(at: .seconds(58))
        #expect(keepalive.tick(at: .seconds(60)) == .giveUp)
    }

    @Test func hasItsUsualPatienceWhereThePeerWasHeardAtThatMoment() {
        var keepalive = answering
        keepalive.heard(at: .seconds(17))
        keepalive.probed(at: .seconds(17))
        #expect(keepalive.tick(at: .seconds(61)) == .ping)
        #expect(keepalive.tick(at: .seconds(62)) == .giveUp)
    }
}
