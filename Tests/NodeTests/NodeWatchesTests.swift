import Conformance
import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite struct NodeWatchesTests {
    @Test(arguments: [false, true])
    func `a policy file is looked at again and again, but not once the watches are closed`(isClosed: Bool) async throws
    {
        let loop = ManualLoop(runsJobsInline: true)
        let node = Node(registry: try Registry(TestNetwork().plugin), loops: [loop])
        let watches = NodeWatches(on: loop, reporting: EventHub())
        if isClosed { await watches.close() }
        await watches.watch(PolicyFile(path: "/nowhere/policy"), saying: PortPolicies(), for: node.networks[0])
        #expect((loop.nextDeadline == nil) == isClosed)
        await watches.close()
        #expect(loop.nextDeadline == nil)
        await node.close()
    }
}
