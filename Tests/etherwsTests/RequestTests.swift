import Testing

@testable import etherws

@Suite struct RequestTests {
    @Test("However many ask, one is told to see to it, until somebody has begun")
    func once() {
        let request = Request()
        #expect(request.make())
        #expect(!request.make())
        request.take()
        #expect(request.make())
    }
}
