import Conformance
import Frame
import Reactor
import Testing

@Suite("Conformance of transports", .timeLimit(.minutes(2)))
struct TransportConformanceTests {
    private let loop: EpollLoop
    private let exchange = Exchange()

    init() throws { loop = try EpollLoop() }

    private func check(_ fault: TransportFault?, authenticates: Bool = true, limit: Duration) async throws {
        let listening = TestTransport(uri: EndpointURI(scheme: "test"), exchange: exchange, fault: fault)
        try await TransportConformance.check(listening, on: loop, authenticates: authenticates, limit: limit) { uri in
            TestTransport(uri: uri, exchange: exchange, fault: fault)
        }
    }

    @Test("a transport without a fault passes")
    func sound() async throws {
        try await check(nil, limit: .seconds(10))
        await loop.stop()
    }

    @Test("each fault is found, and called by the rule it breaks", arguments: TransportFault.allCases)
    func fault(fault: TransportFault) async throws {
        let error = await #expect(throws: ConformanceFailure.self) { try await check(fault, limit: .seconds(1)) }
        #expect(error?.rule == fault.rule, "\(error.map { "\($0)" } ?? "")")
        await loop.stop(grace: .zero)
    }

    @Test(
        "a transport without credentials is not asked for them",
        arguments: [TransportFault.admitsEverybody, .losesPrincipal])
    func open(fault: TransportFault) async throws {
        try await check(fault, authenticates: false, limit: .seconds(10))
        await loop.stop()
    }

    @Test("a transport is asked for credentials unless told otherwise")
    func standard() async throws {
        let transport = TestTransport(uri: EndpointURI(scheme: "test"), exchange: exchange, fault: .admitsEverybody)
        let error = await #expect(throws: ConformanceFailure.self) {
            try await TransportConformance.check(transport, on: loop) { uri in
                TestTransport(uri: uri, exchange: exchange, fault: .admitsEverybody)
            }
        }
        #expect(error?.rule == .refusal)
        await loop.stop(grace: .zero)
    }
}
