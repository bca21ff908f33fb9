import Frame
import Testing

@testable import Transports

/// The numbers that the parameters of a WebSocket URI take.
@Suite struct ParameterRangeTests {
    private func isTaken(_ query: String) -> Bool {
        (try? WebSocketEndpoint(EndpointURI("ws://127.0.0.1/?\(query)"))) != nil
    }

    @Test(arguments: [
        ("max-connections", 1, 1_000_000), ("max-per-address", 1, 1_000_000), ("max-per-user", 1, 1_000_000),
        ("queue-memory", 1, 1_048_576), ("ping", 1, 3600), ("ping=10&patience", 20, 86_400),
    ])
    func `a number has a least and a greatest value`(parameter: String, least: Int, greatest: Int) {
        let values = [least - 1, least, greatest, greatest + 1]
        #expect(values.map { isTaken("\(parameter)=\($0)") } == [false, true, true, false])
    }

    @Test func `memory is told in MiB`() throws {
        let endpoint = try WebSocketEndpoint(EndpointURI("ws://h/?queue-memory=3"))
        #expect(endpoint.clients.queueMemory == 3_145_728)
    }
}
