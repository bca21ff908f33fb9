import Frame
import Testing

@Suite struct NeedsTests {
    private struct Plain: Device, Transport, Authenticator {
        func open(on loop: any EventLoop) async throws -> sending any Link { throw TransportError.cannotConnect }
        func authenticate(_ credentials: Credentials) async throws -> Principal? { nil }
    }

    private struct WithFile: Transport {
        var needs: Needs { Needs(files: ["a"]) }
    }

    @Test func `activities are bits of their own`() {
        let all: [Needs.Activities] = [.accepting, .dialing, .dialingLocally, .removingFiles]
        #expect(all.map(\.rawValue) == [1, 2, 4, 8])
    }

    @Test func `a component needs nothing and warns of nothing unless it says so`() {
        #expect(Needs() == Needs(files: [], runsPrograms: false, activities: []))
        #expect(Plain().needs == Needs() && Plain().warnings == [])
    }

    @Test func `a transport that says nothing accepts, or connects through the network`() {
        #expect(Plain().needs(for: .listening) == Needs(activities: .accepting))
        #expect(Plain().needs(for: .connecting) == Needs(activities: .dialing))
        #expect(WithFile().needs(for: .connecting) == Needs(files: ["a"], activities: .dialing))
    }

    @Test func `needs add up`() {
        var sum = Needs(files: ["a"], activities: .accepting)
        sum += Needs(files: ["b"], runsPrograms: true, activities: .dialing)
        sum += Needs()
        #expect(sum == Needs(files: ["a", "b"], runsPrograms: true, activities: [.accepting, .dialing]))
    }
}
