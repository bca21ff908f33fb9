import Frame
import Node
import Testing

@testable import etherws

@Suite struct RunPlanTests {
    private let uri = EndpointURI(scheme: "x", host: "h")

    private func plan(_ login: RunPlan.Login?) -> RunPlan {
        let tunnels = [TunnelEntry("a", [uri]), TunnelEntry("b", [uri])]
        return RunPlan(node: NodePlan(listeners: [ListenerEntry("c", uri)], tunnels: tunnels), login: login)
    }

    @Test("Each tunnel presents the login with its secret")
    func login() {
        let ann = plan(.password(user: "ann")).node(presenting: "secret")
        #expect(ann.tunnels.map(\.credentials) == Array(repeating: .basic(user: "ann", password: "secret"), count: 2))
        let token = plan(.token(file: "t")).node(presenting: "secret")
        #expect(token.tunnels.map(\.credentials) == [.bearer("secret"), .bearer("secret")])
    }

    @Test("Without a login, or without a secret, nothing is presented")
    func nothing() throws {
        #expect(plan(nil).node(presenting: "secret") == plan(nil).node)
        #expect(plan(.password(user: "ann")).node(presenting: nil) == plan(nil).node)
        #expect(try plan(nil).askSecret() == nil)
    }

    @Test("The token is the one in the file, which has to have one")
    func token() {
        let error = #expect(throws: (any Error).self) { try plan(.token(file: "/nowhere/t")).askSecret() }
        #expect(error.map { "\($0)".contains("/nowhere/t") } == true)
    }
}
