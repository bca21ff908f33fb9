import Frame
import Testing

@testable import Transports

@Suite struct LivenessTests {
    private func liveness(_ uri: String) throws -> Liveness { try WebSocketEndpoint(EndpointURI(uri)).liveness }

    @Test func pingsEveryFifteenSecondsUnlessSaidOtherwise() throws {
        #expect(try liveness("ws://h/") == .standard)
        #expect(try liveness("wss://h/?ping=5&patience=20") == Liveness(interval: .seconds(5), patience: .seconds(20)))
    }

    @Test func waitsForThreePingsUnlessSaidOtherwise() throws {
        #expect(try liveness("ws://h/?ping=20").patience == .seconds(60))
    }

    @Test(arguments: ["ping=0", "ping=3601", "ping=x", "ping=10&patience=19", "patience=29", "patience=86401"])
    func refusesWhatMakesNoSense(_ parameters: String) {
        #expect(throws: EndpointURIError.self) { try liveness("ws://h/?\(parameters)") }
    }

    @Test func pingsEveryFifteenSecondsAndWaitsForFortyFive() throws {
        let usual = Liveness(interval: .seconds(15), patience: .seconds(45))
        #expect(Liveness.standard == usual)
        #expect(try liveness("ws://h/") == usual)
    }
}
