import Testing

extension Faults {
    @Suite struct RestartFaultTests {
        @Test("clients come back when their server does, fifty times under load", arguments: Scheme.allCases)
        func manyRestarts(over scheme: Scheme) async throws {
            let findings = try await Restarts(over: scheme).run(50, pace: 1000)
            report("server killed and restarted 50 times under load (\(scheme.rawValue))", "\(findings)")
            #expect(findings.areWhole, "\(findings)")
            #expect(findings.absences.allSatisfy { $0 < .seconds(10) }, "\(findings)")
            #expect(findings.growth.allSatisfy { $0 < 2048 }, "\(findings)")
        }
    }
}
